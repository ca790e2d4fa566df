"""Grades into Canvas by its API, against a stand-in on loopback: looked at first, sent once, nobody overruled."""

from __future__ import annotations

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import pytest
from classroom import make_course
from conftest import run
from nbgrader.api import Gradebook

TOKEN = "7~aSecretOfTheInstructors"
NAME = "ps1"
SCRIPT = """\
# %% nbgrader={"grade_id": "twice", "solution": true}
def twice(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% nbgrader={"grade_id": "twice-values", "points": 4}
assert twice(3) == 6
"""
POINTS = {"ada": 4.0, "bob": 2.5, "cyd": 0.0, "dan": 3.0, "eve": 1.0}
ROSTER = """\
id,first_name,last_name,email,lms_user_id
ada,Ada,Lovelace,ada@example.org,101
bob,Bob,Ørsted,bob@example.org,
cyd,Cyd,Same,twin@example.org,
dan,Dan,Nobody,,
eve,Eve,Late,,105
"""


class Canvas(ThreadingHTTPServer):
    """What the API's documentation says of the few requests that are made, in pages of two."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.users = [
            {"id": 101, "login_id": "al"},
            {"id": 102, "login_id": "BOB"},
            {"id": 103, "login_id": "x", "email": "twin@example.org"},
            {"id": 104, "login_id": "y", "email": "twin@example.org"},
            {"id": 105, "login_id": "z"},
        ]
        self.assignments = [{"id": 1, "course_id": 7, "name": "PS1", "points_possible": 4.0}]
        self.scores: dict[int, float | None] = {one["id"]: None for one in self.users}
        self.written: list[dict[int, float]] = []
        # What comes in the way: the number of bulk updates that are still carried out.
        self.carries_out = 99

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Canvas

    def log_message(self, *_: object) -> None:
        """Nothing on stderr."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        page = int(dict(parse_qsl(parts.query)).get("page", 1))
        path = parts.path.removeprefix("/api/v1")
        if self.headers["Authorization"] != f"Bearer {TOKEN}":
            said = {"errors": [{"message": f"bad token {self.headers['Authorization']}"}]}
            self.answer(said, 401, {"WWW-Authenticate": 'Bearer realm="canvas-lms"'})
        elif path == "/courses/7":
            self.answer({"id": 7, "name": "GANs"})
        elif path == "/courses/7/search_users":
            self.pages(self.server.users, page)
        elif path == "/courses/7/assignments":
            self.pages(self.server.assignments, page)
        elif path == "/courses/7/assignments/1/submissions":
            self.pages([{"id": i, "user_id": i, "score": score} for i, score in self.server.scores.items()], page)
        elif path == "/progress/5":
            self.answer({"id": 5, "workflow_state": "completed"})
        else:
            self.answer({"errors": [{"message": "The specified resource does not exist."}]}, 404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        given = {int(re.findall(r"\d+", key)[0]): float(value) for key, value in parse_qsl(body)}
        assert all(key.endswith("[posted_grade]") for key, _ in parse_qsl(body))
        if self.server.carries_out <= 0:
            self.answer({"errors": [{"message": "try later"}]}, 503)
            return
        self.server.carries_out -= 1
        self.server.written.append(given)
        self.server.scores.update(given)
        self.answer({"id": 5, "workflow_state": "queued"})

    def pages(self, some: list, page: int) -> None:
        url = f"{self.server.address}{urlsplit(self.path).path}?page={page + 1}"
        more = {"Link": f'<{url}>; rel="next"'} if len(some) > 2 * page else {}
        self.answer(some[2 * page - 2 : 2 * page], headers=more)

    def answer(self, what: object, status: int = 200, headers: dict | None = None) -> None:
        body = json.dumps(what).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": len(body), **(headers or {})}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    root = tmp_path_factory.mktemp("canvas") / "course"
    make_course(root, {NAME: SCRIPT}, "c = get_config()\n")
    (root / "class.csv").write_text(ROSTER, encoding="utf-8")
    assert run("autograder", "roster", "import", "class.csv", cwd=root).returncode == 0
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        for student, points in POINTS.items():
            submission = gradebook.add_submission(NAME, student)
            submission.notebooks[0].grades[0].auto_score = points
        gradebook.db.commit()
    return root


@pytest.fixture
def canvas():
    with Canvas() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def push(course, canvas, *more, token=TOKEN, number="7"):
    done = run(
        *("autograder", "push-grades", "--canvas", canvas.address, "--course", number, *more),
        cwd=course,
        env={"CANVAS_TOKEN": token},
    )
    assert TOKEN not in done.stdout + done.stderr
    return done


def test_first_it_is_shown_then_sent_once_and_who_is_unknown_is_named(course, canvas):
    seen = push(course, canvas)
    assert seen.returncode == 3, seen.stderr
    assert "ada: nothing → 4" in seen.stdout
    assert "cyd: 2 people in Canvas' course have twin@example.org." in seen.stdout
    assert "dan: nobody in Canvas' course has this id, login or e-mail address." in seen.stdout
    assert "Nothing was sent." in seen.stdout
    assert canvas.written == []
    sent = push(course, canvas, "--send")
    assert "ps1: 3 scores sent, 0 were there already." in sent.stdout
    assert canvas.scores == {101: 4.0, 102: 2.5, 103: None, 104: None, 105: 1.0}
    again = push(course, canvas, "--send")
    assert "ps1: 0 scores sent, 3 were there already." in again.stdout
    assert len(canvas.written) == 1


def test_a_score_that_somebody_gave_there_stays_until_it_is_asked_for(course, canvas):
    canvas.scores[105] = 3.5
    done = push(course, canvas, "--send")
    assert "eve: Canvas has 3.5, which did not come from here, and stays" in done.stdout
    assert canvas.scores[105] == 3.5
    push(course, canvas, "--send", "--overwrite")
    assert canvas.scores[105] == 1.0


def test_what_is_interrupted_goes_on_where_it_was(course, canvas):
    canvas.carries_out = 0
    broken = push(course, canvas, "--send")
    assert broken.returncode == 2
    assert "nothing is sent twice" in broken.stderr
    # It was carried out for one student, and nobody was told.
    canvas.scores[101] = 4.0
    canvas.carries_out = 99
    assert "ps1: 2 scores sent, 1 were there already." in push(course, canvas, "--send").stdout
    assert canvas.written == [{102: 2.5, 105: 1.0}]


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"token": ""}, "There is no token"),
        ({"token": "wrong"}, "it does not know this token"),
        ({"number": "8"}, "there is no such course"),
    ],
)
def test_who_may_not_is_told_why_without_the_token(course, canvas, how, said):
    done = push(course, canvas, **how)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_token_does_not_travel_unencrypted_and_another_name_is_no_match(course, canvas):
    done = run(
        *("autograder", "push-grades", "--canvas", "http://canvas.example.org", "--course", "7"),
        cwd=course,
        env={"CANVAS_TOKEN": TOKEN},
    )
    assert (done.returncode, "is not encrypted" in done.stderr) == (2, True)
    canvas.assignments[0]["name"] = "Problem set 1"
    done = push(course, canvas)
    assert (done.returncode, "no assignment called ps1" in done.stderr) == (2, True)
    assert "(it has: Problem set 1)" in " ".join(done.stderr.split())
