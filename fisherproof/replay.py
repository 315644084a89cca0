"""Decide a certificate again: `fisherproof replay FILE`.

The certificate is parsed by grammar and both sides are recomputed with the code
in `fisherproof.replaying`, which imports neither the verifier nor SymPy.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

CONFIRMED, NOT_CONFIRMED, UNREADABLE = 0, 1, 2
MOST_BYTES = 2_000_000
FIELDS = (
    "schema",
    "claim",
    "reading",
    "kind",
    "statement",
    "statement_sha256",
    "n",
    "instance",
    "kinds",
    "definitions",
    "conditions",
    "sha256",
)


def replay_file(path: str | Path) -> tuple[int, list[str]]:
    """Exit code and lines for a certificate file: 0 confirmed, 1 not confirmed, 2 unreadable.

    path  a JSON file as `fisherproof check` writes it.
    """
    try:
        data = Path(path).read_bytes()
        if len(data) > MOST_BYTES:
            return UNREADABLE, [f"{path}: larger than any certificate; is this the right file?"]
        certificate = json.loads(data)
    except OSError as error:
        return UNREADABLE, [f"{path}: cannot be read ({error.strerror})."]
    except (ValueError, RecursionError):
        return UNREADABLE, [f"{path}: not JSON; a certificate is the file `fisherproof check` writes."]
    missing = [name for name in FIELDS if not (isinstance(certificate, dict) and name in certificate)]
    if missing:
        return UNREADABLE, [f"{path}: not a certificate, it has no {missing[0]!r}."]
    if certificate["schema"] != 1:
        return UNREADABLE, [
            f"{path}: schema {certificate['schema']!r} is not known; this version reads schema 1."
        ]
    return replay(certificate, str(path))


def replay(certificate: dict[str, Any], name: str) -> tuple[int, list[str]]:
    """Decide a parsed certificate; `name` is what messages call it."""
    broken = broken_seal(certificate)
    if broken:
        return NOT_CONFIRMED, [f"{name}: not confirmed. {broken}"]
    import flint

    from fisherproof.replaying.decide import BITS, is_false, is_true
    from fisherproof.replaying.definitions import written_out
    from fisherproof.replaying.instance import interpreter
    from fisherproof.replaying.interpreter import UnreadableError
    from fisherproof.replaying.jets import NotDecidableError

    before = flint.ctx.prec
    flint.ctx.prec = BITS
    try:
        run = interpreter(certificate)
        if not all(
            is_true(certificate, written_out(certificate, condition), run)
            for condition in certificate["conditions"]
        ):
            return NOT_CONFIRMED, [
                f"{name}: not confirmed. The instance does not meet the statement's conditions."
            ]
        refuted = is_false(certificate, written_out(certificate, certificate["statement"]), run)
    except NotDecidableError as error:
        return NOT_CONFIRMED, [f"{name}: not confirmed. {error}"]
    except (UnreadableError, LookupError, TypeError, ValueError, AttributeError, OverflowError) as error:
        return UNREADABLE, [f"{name}: unreadable. {error}"]
    except (RecursionError, MemoryError, StopIteration):
        return UNREADABLE, [f"{name}: unreadable. It is nested too deeply or too large."]
    except ZeroDivisionError:
        return NOT_CONFIRMED, [f"{name}: not confirmed. A division by zero at the instance."]
    finally:
        flint.ctx.prec = before
    head = f"{certificate['claim']}, {certificate['reading']}"
    if not refuted:
        return NOT_CONFIRMED, [f"{name}: not confirmed. {head}: the statement is not false at this instance."]
    sides = [f"   {certificate['lhs']}", f"   against {certificate['rhs']}"] if "lhs" in certificate else []
    digest = str(certificate["statement_sha256"])[:12]
    said = f"{name}: confirmed. Statement {digest} is false at the instance given ({certificate['kind']})."
    return CONFIRMED, [said, f"   sealed as {head}", *sides]


def broken_seal(certificate: dict[str, Any]) -> str:
    """What does not match its hash, or ""."""
    body = {key: value for key, value in certificate.items() if key != "sha256"}
    canonical = json.dumps(body, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    if hashlib.sha256(canonical.encode()).hexdigest() != certificate["sha256"]:
        return "Its contents do not match its seal: something was changed after it was written."
    tree = json.dumps(certificate["statement"], ensure_ascii=True, separators=(",", ":"))
    if hashlib.sha256(tree.encode()).hexdigest() != certificate["statement_sha256"]:
        return "Its statement does not match the statement's hash."
    return ""
