"""The setting for outgoing e-mail: what people write, what is made of it, and that no secret comes out again."""

import pytest

from surveys import settings
from surveys.faults import Mistakes
from surveys.mail_server import MailServer, parse


@pytest.mark.parametrize(
    ("url", "server"),
    [
        pytest.param("smtp://post.example", MailServer("post.example", 587, "required"), id="plain names the port"),
        pytest.param("smtps://post.example", MailServer("post.example", 465, "whole"), id="smtps is tls at once"),
        pytest.param("smtp://127.0.0.1:2525", MailServer("127.0.0.1", 2525, "off"), id="this machine needs no tls"),
        pytest.param("smtp://post.local?tls=off", MailServer("post.local", 25, "off"), id="tls off inside a network"),
        pytest.param(
            "smtp://localhost:2525/?tls=required&ca=/etc/ca.pem",
            MailServer("localhost", 2525, "required", ca="/etc/ca.pem"),
            id="tls on this machine with certificates of one's own",
        ),
        pytest.param(
            "smtp://an%40b.example:p%2F%40ss@post.example:25",
            MailServer("post.example", 25, "required", "an@b.example", "p/@ss"),
            id="signs in names and passwords are escaped",
        ),
    ],
)
def test_a_mail_server_is_an_address_with_its_encryption(url: str, server: MailServer) -> None:
    assert parse(url) == server


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        pytest.param("http://post.example", "expected smtp://user:pass@host:port", id="another scheme"),
        pytest.param("smtp://", "expected smtp://user:pass@host:port", id="no host"),
        pytest.param("smtp://[::1", "expected smtp://user:pass@host:port", id="half an IPv6 address"),
        pytest.param("smtp://u:ge/heim@post.example", "write / as %2F", id="a slash in the password"),
        pytest.param("smtp://u:geheim@post.example/ge/heim", "more after the port", id="a path"),
        pytest.param("smtp://u:geheim@post.example:0", "a port from 1 to 65535", id="port 0"),
        pytest.param("smtp://u:geheim@post.example:99999", "a port from 1 to 65535", id="a port that is too high"),
        pytest.param("smtp://:geheim@post.example", "a password but no user", id="a password without a user"),
        pytest.param("smtp://u:geheim@post.example?tls=maybe", "tls=off or tls=required", id="half encrypted"),
        pytest.param("smtps://u:geheim@post.example?tls=off", "encrypted already", id="smtps without encryption"),
        pytest.param("smtp://u:geheim@post.example?geheim=1", "only tls and ca are known", id="an unknown wish"),
    ],
)
def test_what_is_wrong_is_told_without_repeating_it(url: str, fault: str) -> None:
    with pytest.raises(Mistakes) as mistakes:
        parse(url)

    assert fault in str(mistakes.value)
    assert "heim" not in str(mistakes.value)


def test_no_secret_is_in_the_settings_when_they_are_printed() -> None:
    found = settings.load(
        None,
        {
            "HOORBAAR_SMTP_URL": "smtp://gebruiker:geheim@post.example",
            "HOORBAAR_DATABASE_URL": "postgresql://u:geheim@h/d",
            "HOORBAAR_KEYS_URL": "postgresql://u:geheim@h/k",
        },
    )

    assert "geheim" not in repr(found)
    assert "gebruiker" not in repr(found)
    assert "post.example" in repr(found)


def test_without_a_sender_mail_comes_from_the_web_chats_own_host() -> None:
    assert settings.load(None, {"HOORBAAR_PUBLIC_URL": "https://vragen.example"}).sender == "vragen@vragen.example"
    assert settings.load(None, {}).sender == "vragen@localhost"
    assert settings.load(None, {"HOORBAAR_MAIL_FROM": "mail@b.example"}).sender == "mail@b.example"


@pytest.mark.parametrize(
    ("environ", "fault"),
    [
        ({"HOORBAAR_MAIL_FROM": "Jeugd <a@b.example>"}, "HOORBAAR_MAIL_FROM: expected only an address"),
        ({"HOORBAAR_MAIL_FROM": "a@b.example\nBcc: c@d.example"}, "HOORBAAR_MAIL_FROM: expected only an address"),
        ({"HOORBAAR_MAIL_CONTACT": "bel ons\nof niet"}, "HOORBAAR_MAIL_CONTACT: expected one line"),
    ],
)
def test_a_wrong_sender_or_contact_is_named(environ: dict[str, str], fault: str) -> None:
    with pytest.raises(Mistakes, match=fault):
        settings.load(None, environ)
