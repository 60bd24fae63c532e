"""The file made for a run is kept, once and for ever."""

from grants.models import PaymentRun, StoredFile
from grants.work import Work


def keep_payment_file(work: Work, run_id: int, *, object_key: str, sha256: str, size: int) -> bool:
    """Tie the stored bytes to the run and record their hash. False where the run already has its file."""
    run = work.load(PaymentRun, run_id)
    if run.file_id is not None:
        return False
    stored = work.add(
        StoredFile(
            object_key=object_key, sha256=sha256, size=size, media_type="text/csv", state="clean", created_at=work.now
        )
    )
    run.file_id, run.file_sha256 = stored.id, sha256
    work.record("payment_file_made", run, sha256=sha256, size=size)
    return True
