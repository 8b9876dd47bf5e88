"""Programs that are asked again and again: served.c is in them."""
import os
import signal
import struct
import subprocess

ANSWER = struct.Struct('<iII4xQQ')


class Answer:
    """status: as of a process, None: it took too long; digest: of what it wrote; blocks: offsets of those that ran"""

    def __init__(self, status, seconds, digest, blocks):
        if status == -1 or (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGPROF):
            self.status = None
        else:
            self.status = os.WEXITSTATUS(status) if os.WIFEXITED(status) else -os.WTERMSIG(status)
        self.seconds, self.digest, self.blocks = seconds, digest, blocks


class Server:
    def __init__(self, path):
        environment = dict({k: v for k, v in os.environ.items() if k != 'NO_COLOR'}, POL_SERVED='1', ASAN_OPTIONS='detect_leaks=0')
        self.process = subprocess.Popen([path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)

    def ask(self, words, folder, milliseconds, change=None, blocks=False):
        """Runs it with these words, after (address, bytes) were changed."""
        at, code = change or (0, b'')
        text = b''.join(w.encode() + b'\0' for w in ['%d' % milliseconds, '01'[blocks], '%x' % at, code.hex(), folder] + words)
        self.process.stdin.write(struct.pack('<I', len(text)) + text)
        self.process.stdin.flush()
        status, microseconds, n, *digest = ANSWER.unpack(self.read(ANSWER.size))
        return Answer(status, microseconds / 1e6, tuple(digest), struct.unpack('<%dI' % n, self.read(4 * n)) if blocks else ())

    def read(self, n):
        data = self.process.stdout.read(n)
        if len(data) < n:
            raise OSError('%s does not serve any more' % self.process.args[0])
        return data

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()
