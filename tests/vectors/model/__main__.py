"""Answers one case a line, from standard input to standard output."""

import json
import sys

from .answers import answer

for line in sys.stdin:
    print(json.dumps(answer(json.loads(line)), ensure_ascii=False, separators=(",", ":")))
