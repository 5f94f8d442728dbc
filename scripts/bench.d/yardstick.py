"""What one would write in an afternoon: FastAPI over SQLite, as durable as we are (FULL). Started by servers.py: uvicorn yardstick:app."""
import json
import os
import sqlite3
import time
import uuid

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse

app = FastAPI()
# One connection on the one thread of the event loop: nothing waits for another thread.
db = sqlite3.connect(os.environ["YARDSTICK_DB"], check_same_thread=False, isolation_level=None)
db.execute("PRAGMA journal_mode = WAL")
db.execute("PRAGMA synchronous = FULL")


@app.get("/v1/tasks")
async def tasks(limit: int = 20):
    rows = db.execute("SELECT json FROM task WHERE open = 1 ORDER BY n LIMIT ?", (limit,)).fetchall()
    total = db.execute("SELECT count FROM total").fetchone()[0]
    # Given as an answer: FastAPI's own look at every value would take ten times as long.
    return JSONResponse({"ok": True, "data": [json.loads(row[0]) for row in rows], "meta": {"total": total}})


@app.post("/v1/tasks/{identity}/complete")
async def complete(identity: str, request: Request):
    body = await request.json()
    db.execute("BEGIN IMMEDIATE")
    try:
        row = db.execute("SELECT n, json, open FROM task WHERE id = ?", (identity,)).fetchone()
        if row is None or not row[2]:
            raise HTTPException(409 if row else 404)
        task = json.loads(row[1])
        task.update(status="completed", decision=body["decision"], decidedAt=time.time(), version=task["version"] + 1)
        text = json.dumps(task)
        db.execute("UPDATE task SET json = ?, open = 0 WHERE n = ?", (text, row[0]))
        db.execute("UPDATE total SET count = count - 1")
        db.execute("INSERT INTO event (id, at, type, json) VALUES (?, ?, 'task.completed', ?)", (str(uuid.uuid4()), time.time(), text))
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise
    return JSONResponse({"ok": True, "data": task})
