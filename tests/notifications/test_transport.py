"""The line to a mail server, sealed in either way, with a real server at its other end."""

from __future__ import annotations

import ssl
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils import timezone

from participation.notifications import outbox
from participation.notifications.models import OutgoingMail
from portal.mail_settings import SMTP, mail_settings

from .conftest import mail_through
from .factories import MailFactory
from .postbox import Postbox

Status = OutgoingMail.Status


@pytest.fixture
def sealed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A server's own key and certificate for 127.0.0.1, which this process trusts."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    made = x509.CertificateBuilder(issuer_name=name, subject_name=name, public_key=key.public_key())
    made = made.serial_number(1).not_valid_before(timezone.now() - timedelta(days=1))
    made = made.not_valid_after(timezone.now() + timedelta(days=1))
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    certificate = made.add_extension(names, critical=True).sign(key, hashes.SHA256())
    written = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (tmp_path / "key").write_bytes(written)
    (tmp_path / "certificate").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(tmp_path / "certificate", tmp_path / "key")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate"))
    return context


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["EMAIL_USE_SSL", "EMAIL_USE_TLS"])
def test_mail_goes_over_a_sealed_line_and_its_answer_is_waited_for(
    settings: Any, sealed: ssl.SSLContext, how: str
) -> None:
    controls = {"ssl_context": sealed} if how == "EMAIL_USE_SSL" else {"tls_context": sealed, "require_starttls": True}
    mails = [MailFactory(), MailFactory(text="\n.\n..\nå" * 30_000)]
    with Postbox(**controls) as box:
        mail_through(settings, box.port)
        setattr(settings, how, True)
        settings.EMAIL_TIMEOUT, box.pause = 0.7, 1.2

        outbox.send_due()

    assert box.receivers == [mail.to for mail in mails]
    assert set(OutgoingMail.objects.values_list("status", flat=True)) == {Status.SENT}


@pytest.mark.parametrize("url", ["smtp://127.0.0.1:25", "smtp+tls://a:b@127.0.0.1:587", "smtp+ssl://a:b@127.0.0.1:465"])
def test_every_mail_server_is_reached_by_our_own_line(url: str) -> None:
    assert mail_settings(url)["MAIL_TRANSPORT"] == SMTP
