"""A home with a store of so many tasks, served by the program's own embedded server."""
import json
import os
import random
import shutil
import subprocess
import tempfile
import time
import uuid

PRIORITIES = ["critical", "high", "medium", "low"]
TYPES = ["approval", "review", "decision", "manual_action", "fix_required"]


def moment(offset_seconds):
    seconds = time.time() + offset_seconds
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds)) + ".000Z"


def task_line(number, chance, quiet, stages, calm):
    """One task with evidence of the size that a small change has."""
    # Calm: just asked, with weeks to go, so that the server has no SLA step to take while it is measured.
    age = 86400 if quiet else chance.randrange(60 if calm else 3600)
    files = [
        {"path": f"src/module_{chance.randrange(40)}.py", "status": "modified", "insertions": 12, "deletions": 3,
         "patch": "@@ -1,3 +1,12 @@\n" + "".join(f"+line {n} of change {number}\n" for n in range(12))}
        for _ in range(3)
    ]
    return {"task": {
        "id": str(uuid.UUID(int=(int(time.time() * 1000) << 80) | (7 << 76) | (number << 20) | (2 << 62))),
        "pipelineId": None, "stageName": chance.choice(stages),
        "type": chance.choice(TYPES), "title": f"Review change {number}: retry on {400 + number % 200}",
        "description": None, "status": "pending", "priority": chance.choice(PRIORITIES), "assigneeId": None,
        "claimedAt": None, "claimedBy": None, "decision": None, "decisionNotes": None, "decisionData": {},
        "decidedAt": None, "decidedBy": None, "slaDeadline": moment(86400 * 30 if quiet or calm else chance.randrange(-3600, 86400 * 3)),
        "slaWarningsSent": 0, "slaBreached": False, "escalationLevel": 0, "blocksStageAdvance": False,
        "blocksPipelineId": None, "createdAt": moment(-age), "updatedAt": moment(-1), "version": 1,
        "context": {
            "summary": f"Change {number} retries the upload when the service answers {400 + number % 200}.",
            "details": "The service answers so under load. " * 8,
            "testResults": {"total": 47, "passed": 47, "failed": 0, "skipped": 0, "coveragePercent": 91.2},
            "diffSummary": {"filesChanged": 3, "insertions": 36, "deletions": 9, "files": files},
            "metrics": {"latency": 12.5}},
    }}


class Store:
    def __init__(self, program, count, seed=7, quiet=False, stages=("review", "staging", "production"), calm=False):
        self.program, self.count = program, count
        self.home = tempfile.mkdtemp(prefix="factory-bench-")
        self.env = {"HOME": self.home, "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TMPDIR": self.home,
                    "FACTORY_RATE_LIMIT": "0"}
        chance = random.Random(seed)
        path = os.path.join(self.home, "tasks.jsonl")
        step = 5000
        for start in range(0, count, step):
            with open(path, "w") as out:
                for number in range(start, min(count, start + step)):
                    out.write(json.dumps(task_line(number, chance, quiet, stages, calm)) + "\n")
            self.run("import", path)
        os.remove(path) if count else self.run("list")

    def run(self, *arguments):
        result = subprocess.run([self.program, *arguments], env=self.env, capture_output=True, text=True)
        if result.returncode:
            raise RuntimeError(f"factory {' '.join(arguments)}: {result.stdout[-300:]}{result.stderr[-300:]}")
        return result.stdout

    @property
    def state(self):
        return json.load(open(os.path.join(self.home, ".local/share/goosefactory/server.json")))

    @property
    def token(self):
        return open(os.path.join(self.home, ".local/share/goosefactory/owner.token")).read().strip()

    def resident(self):
        for line in open(f"/proc/{self.state['pid']}/status"):
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024

    def close(self):
        try:
            self.run("server", "stop")
        finally:
            shutil.rmtree(self.home, ignore_errors=True)
