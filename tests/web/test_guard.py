"""Who is let in to the reading room, and what every answer carries."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from tests.web.serving import KEY, Server, start

EVERYTHING = ("/", "/search?q=a", "/static/nothing.css", "/api/v1/stories", "/api/v1/openapi.json", "/nowhere")


def raw(server: Server, request: bytes) -> bytes:
    """What comes back for bytes that no client would send."""
    host, port = server.base.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=30) as line:
        line.sendall(request)
        found = b""
        while piece := line.recv(65536):
            found += piece
    return found


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


# --- keys ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", EVERYTHING)
def test_without_a_key_nothing_is_answered(server: Server, path: str) -> None:
    for headers in ({}, {"Authorization": "Bearer no"}, {"Authorization": f"Basic {KEY}"}, {"Cookie": "stemma-1=x"}):
        answer = httpx2.get(server.base + path, headers=headers)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
        assert "Tram driver" not in answer.text


def test_a_link_works_once_and_leaves_a_cookie_that_no_script_sees(own: Server) -> None:
    link = own.link()
    first = httpx2.get(link.replace("/?", "/search?q=ferry&"))
    assert first.status_code == 303
    assert first.headers["location"] == "/search?q=ferry"
    cookie = first.headers["set-cookie"].lower()
    assert {"httponly", "samesite=strict", "path=/"} <= set(re.split(r"; ?", cookie))
    assert "domain" not in cookie
    again = httpx2.get(link)
    assert "set-cookie" not in again.headers
    assert own.link() != link, "the next link is printed when one was used"
    assert own.browser().get("/").status_code == 200


def test_the_cookie_of_one_server_opens_no_other(server: Server, own: Server) -> None:
    (cookie,) = server.browser().cookies.jar
    assert httpx2.get(own.base + "/", headers={"Cookie": f"{cookie.name}={cookie.value}"}).status_code == 401
    port = own.base.rsplit(":", 1)[1]
    assert httpx2.get(own.base + "/", headers={"Cookie": f"stemma-{port}={cookie.value}"}).status_code == 401


def test_a_key_that_can_be_guessed_is_refused(made: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "stemma", "serve", "--port", "0", "--library", str(made)],
        env={"STEMMA_KEY": "secret", "PATH": ""},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert "too short" in done.stderr


def test_a_token_in_an_address_leads_nowhere_else(own: Server) -> None:
    token = own.link().split("token=")[1]
    for path in ("//evil.example/", "/\\evil.example/", "/%5cevil.example/", "///evil.example"):
        answer = httpx2.get(f"{own.base}{path}?token={token}")
        assert answer.status_code == 303
        assert re.match(r"/(?![/\\])", answer.headers["location"]), answer.headers["location"]


def test_a_link_on_another_site_leads_to_the_page_and_not_past_the_door(server: Server) -> None:
    """A browser keeps a strict cookie back when it comes from elsewhere; the page then asks once more, by itself."""
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    answer = httpx2.get(server.base + '/stories/s1?x="><script>', headers=headers)
    assert answer.status_code == 200
    assert 'http-equiv="refresh"' in answer.text
    assert "<script" not in answer.text
    assert httpx2.get(server.base + "/", headers={**headers, "Sec-Fetch-Site": "same-origin"}).status_code == 401
    assert httpx2.get(server.base + "/", headers={**headers, "Sec-Fetch-Dest": "iframe"}).status_code == 401
    assert httpx2.post(server.base + "/", headers=headers).status_code == 401


# --- from where ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost.evil.example", "", "[::1", "a@127.0.0.1",
     "127.0.0.1:80:80", "127.0.0.1:99999999", "0x7f.1/", "2130706433.evil"],
)  # fmt: skip
def test_a_foreign_host_name_is_refused_with_the_right_key(server: Server, host: str) -> None:
    answer = raw(
        server, f"GET / HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {KEY}\r\nConnection: close\r\n\r\n".encode()
    )
    assert status(answer) in (400, 421)
    assert b"Tram driver" not in answer


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:1234", "LOCALHOST", "[::1]:80", "192.168.1.5"])
def test_an_address_or_localhost_is_a_host_that_no_name_can_stand_behind(server: Server, host: str) -> None:
    request = f"GET / HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {KEY}\r\nConnection: close\r\n\r\n"
    assert status(raw(server, request.encode())) == 200


def token_of(client: httpx2.Client) -> str:
    """The token that a page carries for its forms."""
    found = re.search(
        r"form_token=([0-9a-f]{64})|name=\"form-token\" content=\"([0-9a-f]{64})", client.get("/add").text
    )
    assert found
    return found[1] or found[2]


def test_writing_needs_the_token_of_a_page_and_comes_from_this_site(own: Server) -> None:
    client, text = own.browser(), {"text": "Too short."}
    token = token_of(client)

    def post(**headers: str) -> int:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return client.post("/api/v1/jobs/text", json=text, headers=named).status_code

    assert post() == 403
    assert post(X_Stemma_Token="0" * 64) == 403
    assert post(X_Stemma_Token=token_of(own.browser())) == 403, "another session's"
    for headers in (
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": own.base.replace("127.0.0.1", "127.0.0.2")},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "none"},
    ):
        assert post(X_Stemma_Token=token, **headers) == 403, headers
    assert client.get("/api/v1/jobs").json() == {"items": []}
    assert post(X_Stemma_Token=token, Origin=own.base, Sec_Fetch_Site="same-origin") == 202


def test_a_program_needs_no_token_but_no_page_can_use_its_key(own: Server) -> None:
    with own.program() as client:
        assert client.post("/api/v1/jobs/update", headers={"Origin": "http://evil.example"}).status_code == 403
        assert client.post("/api/v1/jobs/update").status_code == 202


# --- what every answer carries ---------------------------------------------------------------------


@pytest.mark.parametrize("path", [*EVERYTHING, "/api/v1/stories?limit=x", "/?after=x"])
def test_no_answer_lets_foreign_script_or_style_run(program: httpx2.Client, server: Server, path: str) -> None:
    for answer in (program.get(path), httpx2.get(server.base + path), program.request("BREW", path)):
        policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
        assert policy["default-src"] == "'none'"
        assert policy["frame-ancestors"] == "'none'"
        assert policy["base-uri"] == "'none'"
        assert policy["form-action"] == "'self'"
        assert set(" ".join(policy.values()).split()) <= {"'none'", "'self'"}
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["cross-origin-opener-policy"] == "same-origin"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert "access-control-allow-origin" not in answer.headers
        assert "server" not in answer.headers


@pytest.mark.parametrize(
    "path",
    ["/static/../app.py", "/static/..%2fapp.py", "/static/%2e%2e/app.py", "/static/....//app.py", "/static//etc/passwd",
     "/static/..%5capp.py", "/static/%00", "/static/../../../../../../etc/passwd", "/static/", "/static",
     "/static/..%252fapp.py", "/api/v1/articles/..%2f..%2fetc%2fpasswd", "/stories/%2e%2e%2f%00"],
)  # fmt: skip
def test_no_path_leads_out_of_what_is_served(server: Server, path: str) -> None:
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {KEY}\r\nConnection: close\r\n\r\n"
    answer = raw(server, request.encode())
    assert status(answer) in (400, 404, 405, 307), answer[:200]
    assert b"root:" not in answer
    assert b"Starlette" not in answer


# --- how much --------------------------------------------------------------------------------------


def test_too_much_is_refused_before_it_is_read(server: Server) -> None:
    head = f"POST /api/v1/jobs/text HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {KEY}\r\nConnection: close\r\n"
    told = head + "Content-Type: application/json\r\nContent-Length: 999999999999\r\n\r\n{"
    assert status(raw(server, told.encode())) == 413


def test_too_much_in_pieces_is_refused_too(program: httpx2.Client) -> None:
    def pieces() -> Iterator[bytes]:
        yield b'{"text": "'
        for _ in range(17):
            yield b"a" * 1_000_000
        yield b'"}'

    try:
        answer = program.post("/api/v1/jobs/text", content=pieces(), headers={"Content-Type": "application/json"})
    except httpx2.WriteError:
        return  # the server closed the line while we were still talking
    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "too_large"


def test_a_fault_has_the_shape_and_the_headers_of_every_answer(own: Server, library: Path) -> None:
    with own.program() as client:
        for file in library.parent.glob("news.stemma*"):
            if not file.name.endswith(".out"):
                file.write_bytes(b"this is no library at all" * 400)
        answer = client.get("/api/v1/stories")
        assert answer.status_code == 500
        assert "stemma doctor" in answer.json()["error"]["message"]
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        assert client.get("/").status_code == 500


# --- the process -----------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_when_it_is_told_to_and_takes_its_processes_along(library: Path, number: signal.Signals) -> None:
    server = start(library)
    with server.program() as client:
        story = client.get("/api/v1/stories").json()["items"][-1]["id"]
        assert client.get(f"/api/v1/stories/{story}").status_code == 200  # starts the process that compares
        client.post("/api/v1/jobs/text", json={"text": "The ferry Sula ran aground off Pell Harbour on Monday."})
        children = children_of(server.process.pid)
        assert children
    server.process.send_signal(number)
    assert server.process.wait(timeout=30) == 0
    assert "Traceback" not in server.said.read_text(encoding="utf-8")
    for _ in range(100):
        if not any(Path(f"/proc/{child}").exists() for child in children):
            return
        signal.sigtimedwait([], 0.1)
    raise AssertionError("a process was left behind")


def children_of(process: int) -> list[str]:
    return [
        child
        for task in Path(f"/proc/{process}/task").iterdir()
        for child in (task / "children").read_text().split()
    ]  # fmt: skip


def test_the_browser_is_opened_without_the_key_on_a_command_line_that_all_can_read(made: Path, tmp_path: Path) -> None:
    opener, told = tmp_path / "xdg-open", tmp_path / "told"
    opener.write_text(f'#!/bin/sh\nstat -c %a "$(dirname "$1")" > {told}.part\ncat "$1" >> {told}.part\n'
                      f'echo "\n$*" >> {told}.part\nmv {told}.part {told}\n')  # fmt: skip
    opener.chmod(0o755)
    server = start(Path(shutil.copy(made, tmp_path)), "--open", PATH=f"{tmp_path}:{os.environ['PATH']}")
    for _ in range(300):
        if told.exists():
            break
        time.sleep(0.1)
    mode, page, arguments = told.read_text().splitlines()
    assert mode == "700"
    assert server.link() in page
    assert "token" not in arguments
    assert server.stop() == 0
    assert not Path(arguments).exists()


def test_it_listens_on_this_machine_alone_unless_told_otherwise(server: Server) -> None:
    assert server.base.startswith("http://127.0.0.1:")
    port = int(server.base.rsplit(":", 1)[1])
    for _, _, _, _, where in socket.getaddrinfo(socket.gethostname(), port, type=socket.SOCK_STREAM):
        if not str(where[0]).startswith("127."):
            with pytest.raises(OSError), socket.create_connection((str(where[0]), port), timeout=2):  # noqa: PT011
                pass


def test_a_port_that_is_taken_is_said(server: Server, made: Path) -> None:
    port = server.base.rsplit(":", 1)[1]
    command = [sys.executable, "-m", "stemma", "serve", "--port", port, "--library", str(made)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "choose another --port" in done.stderr
