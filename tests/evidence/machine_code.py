"""What mutants.py knows of x86-64 code: the conditional jumps and basic blocks of an object file, with their lines, and where a function of it lies in a linked program."""
import collections
import os
import re
import struct
import subprocess

TRACE = '__sanitizer_cov_trace_pc'
Jump = collections.namedtuple('Jump', 'function offset code line block')  # offset in the function; code: its bytes; block: offset of the block's call's end, in the function
Function = collections.namedtuple('Function', 'name size local')

INSTRUCTION = re.compile(r'\s*([0-9a-f]+):\t((?:[0-9a-f]{2} )+)\s*\t?(.*)')
HEADING = re.compile(r'([0-9a-f]+) <(.+)>:$')
LINE = re.compile(r'(/\S+):(\d+)(?: \(discriminator \d+\))?$')
RELOCATION = re.compile(r'\s+[0-9a-f]+: R_X86_64_\w+\s+(\S+)')


def conditional(code):
    return 0x70 <= code[0] <= 0x7f or (code[0] == 0x0f and len(code) > 1 and 0x80 <= code[1] <= 0x8f)


class Object:
    """jumps: [Jump]; blocks: {(file, line): {(function, offset)}} of what runs a line; functions: [Function]"""

    def __init__(self, path):
        self.path, self.jumps, self.blocks = path, [], collections.defaultdict(set)
        self.source = path.split('.dir/')[-1][:-2]
        text = subprocess.run(['objdump', '-d', '-l', '-r', '--section=.text', path], stdout=subprocess.PIPE, check=True, universal_newlines=True).stdout
        function, start, line, block, call = None, 0, None, None, None
        for each in text.split('\n'):
            m = INSTRUCTION.match(each)
            if m:
                at, code = int(m.group(1), 16), bytes.fromhex(m.group(2).replace(' ', ''))
                call = at + len(code) if code[0] == 0xe8 else None
                if line and block is not None:
                    self.blocks[line].add((function, block))
                if conditional(code) and re.match(r'j\w+ ', m.group(3)) and line:
                    self.jumps.append(Jump(function, at - start, code, line, block))
                continue
            m = RELOCATION.match(each)
            if m:
                if call is not None and m.group(1).startswith(TRACE):
                    block = call - start
                continue
            m = HEADING.match(each)
            if m:
                start, function, block = int(m.group(1), 16), m.group(2), None
                continue
            m = LINE.match(each)
            if m:
                line = (m.group(1), int(m.group(2)))
        self.functions = [f for _, f, _ in symbols(path) if f]


def sections(f):
    head = f[:64]
    shoff, = struct.unpack_from('<Q', head, 40)
    size, count, names = struct.unpack_from('<HHH', head, 58)
    return [struct.unpack_from('<IIQQQQIIQQ', f, shoff + size * i) for i in range(count)]


def symbols(path):
    """(file, Function or None, value) in the order of the table"""
    with open(path, 'rb') as f:
        data = f.read()
    all_sections = sections(data)
    table = next(s for s in all_sections if s[1] == 2)
    strings = all_sections[table[6]]
    source = ''
    for at in range(table[4], table[4] + table[5], 24):
        name, info, _, section, value, size = struct.unpack_from('<IBBHQQ', data, at)
        kind, bind = info & 15, info >> 4
        text = data[strings[4] + name:data.index(b'\0', strings[4] + name)].decode()
        if kind == 4:
            source = text
        elif kind == 2 and section:
            local = bind == 0 and source != ''  # what is hidden outside is local in a program, but of no file
            yield source if local else '', Function(text, size, local), value


class Program:
    """A linked program: where the functions of an object lie in it. Static functions of files with the same name are told apart by the sizes of all of them."""

    def __init__(self, path):
        self.path = path
        self.globals, self.files = {}, collections.defaultdict(list)
        last = None
        for source, function, value in symbols(path):
            if not function.local:
                self.globals[function.name] = value
                continue
            group = self.files[source]
            if source != last or not group:
                group.append({})
            last = source
            if function.name in group[-1]:  # the next file of that name follows at once
                group.append({})
            group[-1][function.name] = (value, function.size)
        with open(path, 'rb') as f:
            data = f.read(1 << 16)
        phoff, = struct.unpack_from('<Q', data, 32)
        size, count = struct.unpack_from('<HH', data, 54)
        self.loaded = [struct.unpack_from('<IIQQQQQQ', data, phoff + size * i) for i in range(count)]
        self.loaded = [(s[3], s[2], s[5]) for s in self.loaded if s[0] == 1]  # address, offset, size

    def start(self, of, name):
        """The address of a function of an Object; None where it is not in this program."""
        local = {f.name: f.size for f in of.functions if f.local}
        if name not in local:
            return self.globals.get(name)
        for group in self.files.get(os.path.basename(of.path)[:-2], ()):
            if name in group and all(group.get(n, (0, None))[1] == size for n, size in local.items()):
                return group[name][0]
        return None

    def offset(self, address):
        """Where an address lies in the file."""
        for begins, at, size in self.loaded:
            if begins <= address < begins + size:
                return address - begins + at
        raise ValueError('%s: nothing at %x' % (self.path, address))


def changed(code, how):
    """The bytes of a conditional jump changed: flipped, never taken, always taken."""
    if how == 'flipped':
        return bytes([code[0] ^ 1]) if len(code) == 2 else bytes([0x0f, code[1] ^ 1]) + code[2:]
    if how == 'never taken':
        return b'\x66\x90' if len(code) == 2 else b'\x66\x0f\x1f\x44\x00\x00'
    if len(code) == 2:
        return b'\xeb' + code[1:]
    displacement, = struct.unpack('<i', code[2:])
    return b'\xe9' + struct.pack('<i', displacement + 1) + b'\x90'
