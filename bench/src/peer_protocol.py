"""A peer's side of the protocol: requests and answers are lines of JSON on standard input and output."""

import json
import sys


def serve(prepare, run):
    for line in sys.stdin:
        message = json.loads(line)
        try:
            answer = prepare(message["task"]) if message["request"] == "prepare" else run(message["steps"])
        except Exception as error:
            answer = {"error": str(error)}
        print(json.dumps(answer), flush=True)
