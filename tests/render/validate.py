"""Holds JSON documents to the JSON Schemas of src/render/schema, with the standard library only. The subset of draft 2020-12 that they use: type, enum, const,
required, properties, additionalProperties, items, $ref (within a file or to one beside it), $defs, oneOf, anyOf, pattern. A keyword that it does not know is
a fault of the schema, so that nothing passes because nobody looked.
usage: validate.py SCHEMA DOCUMENT…     or, from Python: faults(schema_path, value)"""
import json
import os
import re
import sys

ANNOTATIONS = {'$schema', '$id', '$defs', 'title', 'description', 'format'}
TYPES = {
    'object': lambda v: isinstance(v, dict),
    'array': lambda v: isinstance(v, list),
    'string': lambda v: isinstance(v, str),
    'integer': lambda v: isinstance(v, int) and not isinstance(v, bool),
    'number': lambda v: isinstance(v, (int, float)) and not isinstance(v, bool),
    'boolean': lambda v: isinstance(v, bool),
    'null': lambda v: v is None,
}


class Schemas:
    """The schema files of one folder, loaded when something refers to them."""

    def __init__(self, folder):
        self.folder = folder
        self.files = {}

    def get(self, name):
        if name not in self.files:
            with open(os.path.join(self.folder, name), encoding='utf-8') as f:
                self.files[name] = json.load(f)
        return self.files[name]

    def follow(self, name, reference):
        """The schema that a $ref names, and the file that it stands in."""
        file, _, path = reference.partition('#')
        file = file or name
        at = self.get(file)
        for step in path.strip('/').split('/') if path.strip('/') else []:
            at = at[step.replace('~1', '/').replace('~0', '~')]
        return at, file


def same(a, b):
    return type(a) is type(b) and a == b


class Check:
    def __init__(self, schemas):
        self.schemas = schemas
        self.faults = []

    def fault(self, where, text):
        self.faults.append('%s: %s' % (where or '/', text))

    def passes(self, schema, name, value, where):
        trial = Check(self.schemas)
        trial.value(schema, name, value, where)
        return not trial.faults

    def value(self, schema, name, value, where):
        if schema is True:
            return
        for keyword, wanted in schema.items():
            if keyword in ANNOTATIONS:
                continue
            rule = getattr(self, 'rule_' + keyword.strip('$'), None)
            if rule is None:
                self.fault(where, 'the schema has a keyword that is not checked: ' + keyword)
            else:
                rule(wanted, schema, name, value, where)

    def rule_type(self, wanted, schema, name, value, where):
        kinds = wanted if isinstance(wanted, list) else [wanted]
        if not any(TYPES[k](value) for k in kinds):
            self.fault(where, '%s is not %s' % (json.dumps(value)[:60], ' or '.join(kinds)))

    def rule_enum(self, wanted, schema, name, value, where):
        if not any(same(value, w) for w in wanted):
            self.fault(where, '%s is not among %s' % (json.dumps(value)[:60], json.dumps(wanted)))

    def rule_const(self, wanted, schema, name, value, where):
        self.rule_enum([wanted], schema, name, value, where)

    def rule_pattern(self, wanted, schema, name, value, where):
        if isinstance(value, str) and not re.search(wanted, value):
            self.fault(where, '%s does not match %s' % (json.dumps(value)[:60], wanted))

    def rule_required(self, wanted, schema, name, value, where):
        for key in wanted if isinstance(value, dict) else []:
            if key not in value:
                self.fault(where, 'no ' + key)

    def rule_properties(self, wanted, schema, name, value, where):
        for key, part in wanted.items() if isinstance(value, dict) else []:
            if key in value:
                self.value(part, name, value[key], where + '/' + key)

    def rule_additionalProperties(self, wanted, schema, name, value, where):
        for key in value if isinstance(value, dict) else []:
            if key in schema.get('properties', {}):
                continue
            if wanted is False:
                self.fault(where, 'a key that the schema does not have: ' + key)
            else:
                self.value(wanted, name, value[key], where + '/' + key)

    def rule_items(self, wanted, schema, name, value, where):
        for i, item in enumerate(value if isinstance(value, list) else []):
            self.value(wanted, name, item, '%s/%d' % (where, i))

    def rule_ref(self, wanted, schema, name, value, where):
        part, file = self.schemas.follow(name, wanted)
        self.value(part, file, value, where)

    def rule_oneOf(self, wanted, schema, name, value, where):
        n = sum(self.passes(part, name, value, where) for part in wanted)
        if n != 1:
            self.fault(where, '%s fits %d of the %d shapes, and one is wanted' % (json.dumps(value)[:60], n, len(wanted)))

    def rule_anyOf(self, wanted, schema, name, value, where):
        if not any(self.passes(part, name, value, where) for part in wanted):
            self.fault(where, '%s fits none of the %d shapes' % (json.dumps(value)[:60], len(wanted)))


def faults(path, value):
    """What is wrong with a value, as lines; none: it fits the schema."""
    check = Check(Schemas(os.path.dirname(os.path.abspath(path))))
    name = os.path.basename(path)
    check.value(check.schemas.get(name), name, value, '')
    return check.faults


ITSELF = [  # schema, a value that fits, one that does not
    ({'type': 'integer'}, 3, True),
    ({'type': ['string', 'null']}, None, 0),
    ({'enum': [None, 1]}, 1, True),
    ({'const': 'a'}, 'a', 'b'),
    ({'pattern': '^[0-9]{4}$'}, '2024', '24'),
    ({'required': ['a']}, {'a': 1}, {'b': 1}),
    ({'properties': {'a': {'type': 'string'}}}, {'a': ''}, {'a': 1}),
    ({'properties': {'a': {}}, 'additionalProperties': False}, {'a': 1}, {'b': 1}),
    ({'additionalProperties': {'type': 'string'}}, {'a': ''}, {'a': 1}),
    ({'items': {'type': 'string'}}, ['a'], ['a', 1]),
    ({'oneOf': [{'type': 'number'}, {'type': 'integer'}]}, 1.5, 1),
    ({'anyOf': [{'type': 'string'}, {'type': 'integer'}]}, 1, None),
    ({'$ref': '#/$defs/a', '$defs': {'a': {'type': 'null'}}}, None, 1),
    ({'type': 'null'}, None, False),
]


def faults_of_itself():
    """The validator must be able to say no: each row of ITSELF is judged both ways, and a keyword that it does not know is a fault."""
    found = []
    for schema, fits, fits_not in ITSELF:
        schemas = Schemas('')
        schemas.files['it'] = schema
        for value, wanted in ((fits, True), (fits_not, False)):
            check = Check(schemas)
            check.value(schema, 'it', value, '')
            if (not check.faults) is not wanted:
                found.append('validate.py judges %r by %r wrongly' % (value, schema))
    check = Check(Schemas(''))
    check.value({'minimum': 3}, 'it', 4, '')
    return found if check.faults else found + ['validate.py passes a keyword that it does not know']


def main():
    wrong = 0
    for document in sys.argv[2:]:
        with open(document, encoding='utf-8') as f:
            for line in faults(sys.argv[1], json.load(f)):
                print('%s: %s' % (document, line))
                wrong += 1
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
