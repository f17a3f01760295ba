"""The engine as a process that answers cases by the batch."""

import json
import subprocess


class Engine:
    def __init__(self, program):
        self.program = program

    def answers(self, cases):
        lines = "".join(json.dumps(case) + "\n" for case in cases)
        done = subprocess.run([self.program], input=lines, capture_output=True, text=True, check=True, timeout=300)
        return [json.loads(line) for line in done.stdout.splitlines()]
