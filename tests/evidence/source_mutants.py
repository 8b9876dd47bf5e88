"""Mutants of C text: operators, constants one more and one less, conditions negated, statements dropped. Each is (line number, what, the new text of the line)."""
import re

TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'|/\*.*?\*/|//.*|[A-Za-z_]\w*|\d\w*|<<=|>>=|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|\S')
SWAPS = {'<': ('<=', '>='), '<=': ('<', '>'), '>': ('>=', '<='), '>=': ('>', '<'), '==': ('!=',), '!=': ('==',), '&&': ('||',), '||': ('&&',), '+': ('-',), '-': ('+',), '/': ('*',), '%': ('/',),
         '<<': ('>>',), '>>': ('<<',), '++': ('--',), '--': ('++',), '+=': ('-=',), '-=': ('+=',), '&': ('|',), '|': ('&',)}
CONDITION = re.compile(r'\b(if|while) \(')
NUMBER = re.compile(r'\d+[uUlL]*$')
STATEMENT = re.compile(r'\s*(?!return\b|break\b|continue\b|goto\b|static\b|const\b|typedef\b|case\b|default\b|else\b|if\b|for\b|while\b|switch\b|do\b|[{}#/*])[\w*(][^{}]*;$')
DECLARATION = re.compile(r'\s*(?:(?:const|unsigned|signed|struct|enum|union)\s+)*[A-Za-z_]\w*\s+\**[A-Za-z_]\w*\s*(?:\[[^]]*\]\s*)?(?:[=,;]|$)')


def code_lines(text):
    """(number, line) of the lines inside functions; comments and preprocessor lines left out."""
    inside, comment = False, False
    for number, line in enumerate(text.split('\n'), 1):
        if comment:
            comment = '*/' not in line
            continue
        if line.lstrip().startswith('/*'):
            comment = '*/' not in line
            continue
        if line.startswith('#'):
            continue
        if inside and line.startswith('}'):
            inside = False
        elif inside:
            yield number, line
        if line and not line[0].isspace() and line.endswith('{') and '(' in line and '= {' not in line:
            inside = True


def closing(line, at):
    depth = 0
    for i in range(at, len(line)):
        depth += (line[i] == '(') - (line[i] == ')')
        if depth == 0:
            return i
    return -1


def mutants(text):
    for number, line in code_lines(text):
        previous = None
        for m in TOKEN.finditer(line):
            token, at, end = m.group(), m.start(), m.end()
            spaced = line[at - 1:at] == ' ' and line[end:end + 1] == ' '
            if token in SWAPS and (spaced or token in ('++', '--')) and previous not in ('(', ',', '=', 'return', None):
                for other in SWAPS[token]:
                    yield number, '%s becomes %s at column %d' % (token, other, at + 1), line[:at] + other + line[end:]
            elif NUMBER.match(token):
                digits = re.match(r'\d+', token).group()
                if not digits.startswith('0') or digits == '0':
                    for step in (1, -1):
                        if int(digits) + step >= 0:
                            changed = str(int(digits) + step) + token[len(digits):]
                            yield number, '%s becomes %s at column %d' % (token, changed, at + 1), line[:at] + changed + line[end:]
            previous = token
        for m in CONDITION.finditer(line):
            end = closing(line, m.end() - 1)
            if end > 0:
                yield number, 'the condition at column %d is negated' % (m.end() + 1), line[:m.end()] + '!(' + line[m.end():end] + ')' + line[end:]
        if STATEMENT.match(line) and not DECLARATION.match(line) and line.count('(') == line.count(')'):
            yield number, 'the statement is dropped', re.match(r'\s*', line).group() + ';'
