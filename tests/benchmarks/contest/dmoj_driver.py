"""Runs in the environment of the DMOJ judge: its command line's local judge, asked over standard input.

python dmoj_driver.py CONFIG. Each line in is {"problem", "source"}; each line out is {"seconds", "codes"}.
"""

import json
import sys
import time

from dmoj import executors, judgeenv
from dmoj.cli import LocalJudge
from dmoj.judge import Submission

PATIENCE_S = 30.0  # a busy machine must not fail a benchmark


def main(config):
    """Start the judge as `dmoj-cli` does, then grade what is asked for."""
    sys.argv = ["dmoj-cli", "--config", config, "--only-executors", "PY3", "--history", "/dev/null"]
    answers, sys.stdout = sys.stdout, sys.stderr  # it prints its self-tests
    judgeenv.load_env(cli=True)
    executors.load_executors()
    judge, codes = LocalJudge(), []
    judge.packet_manager.test_case_status_packet = lambda _, result: codes.append(result.readable_codes()[0])
    judge.packet_manager.compile_error_packet = lambda log: codes.append(f"CE {log}")
    judge.packet_manager.internal_error_packet = lambda message: codes.append(f"IE {message}")
    print(json.dumps({"ready": sorted(executors.executors)}), file=answers, flush=True)
    for number, line in enumerate(sys.stdin):
        asked = json.loads(line)
        codes.clear()
        submission = Submission(
            number, asked["problem"], "PY3", asked["source"], PATIENCE_S, 262144, False, {}
        )
        begun = time.perf_counter()
        judge.begin_grading(submission, report=lambda text: None, blocking=True)
        seconds = time.perf_counter() - begun
        print(json.dumps({"seconds": seconds, "codes": codes}), file=answers, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
