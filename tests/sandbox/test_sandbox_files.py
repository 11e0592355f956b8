import io
import struct
from typing import Any

import aiohttp
import pytest
from bot_api_model import check_result
from sandbox_client import Client

from bot.sandbox.files import image_size
from bot.sandbox.params import Upload

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + struct.pack(">II", 320, 200) + b"\0" * 13
JPEG = b"\xff\xd8\xff\xe0\0\4\0\0\xff\xc0\0\x11\x08" + struct.pack(">HH", 200, 320) + b"\0" * 9


def form(field: str, data: bytes, name: str, **values: Any) -> aiohttp.FormData:
    body = aiohttp.FormData(quote_fields=False)
    for key, value in values.items():
        body.add_field(key, str(value))
    body.add_field(field, io.BytesIO(data), filename=name)
    return body


async def upload(client: Client, method: str, body: aiohttp.FormData) -> tuple[int, dict[str, Any]]:
    async with client.http.post(client.base + method, data=body) as response:
        answer = await response.json()
    if answer["ok"]:
        check_result(method, answer["result"])
    return response.status, answer


async def test_a_document_goes_up_and_down(client: Client) -> None:
    ana = await client.person()
    data = b"%PDF\r\n--x\r\n" * 100
    body = form("document", data, "avis é.pdf", chat_id=ana, caption="<b>Avis</b>", parse_mode="HTML")
    status, answer = await upload(client, "sendDocument", body)
    document = answer["result"]["document"]
    assert (status, document["file_name"], document["file_size"]) == (200, "avis é.pdf", len(data))
    assert answer["result"]["caption_entities"] == [{"type": "bold", "offset": 0, "length": 4}]
    again = await client.api("sendDocument", chat_id=ana, document=document["file_id"])
    assert again["document"] == document
    file = await client.api("getFile", file_id=document["file_id"])
    url = f"{client.sandbox.file_url}{client.sandbox.config.token}/{file['file_path']}"
    async with client.http.get(url) as response:
        assert await response.read() == data
    async with client.http.get(url + "x") as response:
        assert response.status == 404
    message_id = again["message_id"]
    edited = await client.api("editMessageCaption", chat_id=ana, message_id=message_id, caption="Nouveau")
    assert (edited["caption"], edited["document"]) == ("Nouveau", document)
    assert await client.refused("editMessageText", chat_id=ana, message_id=message_id, text="x") == (
        "Bad Request: there is no text in the message to edit"
    )


async def test_attach_names_the_file(client: Client) -> None:
    ana = await client.person()
    body = form("f1", b"abc", "a.csv", chat_id=ana, document="attach://f1")
    _, answer = await upload(client, "sendDocument", body)
    assert answer["result"]["document"]["file_name"] == "a.csv"
    entry = (await client.log())[-1]
    assert entry["params"]["document"] == "attach://f1"
    assert entry["files"] == {"f1": {"file_name": "a.csv", "size": 3}}


async def test_files_are_refused_in_telegrams_words(client: Client) -> None:
    ana = await client.person()

    async def refusal(method: str, field: str, data: bytes, **values: Any) -> str:
        _, answer = await upload(client, method, form(field, data, "x.bin", chat_id=ana, **values))
        return str(answer["description"])

    assert await refusal("sendDocument", "document", b"") == "Bad Request: file must be non-empty"
    assert await refusal("sendDocument", "document", b"x", caption="x" * 1025) == (
        "Bad Request: message caption is too long"
    )
    assert (
        await refusal("sendDocument", "document", bytes(50 * 1024 * 1024 + 1)) == "Request Entity Too Large"
    )
    assert await refusal("sendDocument", "document", bytes(53 * 1024 * 1024)) == "Request Entity Too Large"
    assert await refusal("sendPhoto", "photo", b"no image") == "Bad Request: IMAGE_PROCESS_FAILED"
    too_big = 10 * 1024 * 1024 + 1
    assert await refusal("sendPhoto", "photo", bytes(too_big)) == (
        f"Bad Request: file of size {too_big} bytes is too big for a photo"
    )
    wide = PNG[:16] + struct.pack(">II", 2100, 100) + PNG[24:]
    assert await refusal("sendPhoto", "photo", wide) == "Bad Request: PHOTO_INVALID_DIMENSIONS"
    assert await client.refused("sendDocument", chat_id=ana) == (
        "Bad Request: there is no document in the request"
    )
    assert await client.refused("sendDocument", chat_id=ana, document="BQAC") == (
        "Bad Request: wrong file identifier/HTTP URL specified"
    )
    assert await client.refused("sendDocument", chat_id=ana, document="https://x.fr/a.pdf") == (
        "Bad Request: failed to get HTTP URL content"
    )
    assert await client.refused("getFile", file_id="BQAC") == "Bad Request: invalid file_id"
    assert await client.refused("getFile") == "Bad Request: file_id not specified"


async def test_the_largest_document_passes_up_but_not_down(client: Client) -> None:
    ana = await client.person()
    status, answer = await upload(
        client, "sendDocument", form("document", bytes(50 * 1024 * 1024), "x", chat_id=ana)
    )
    assert status == 200
    file_id = answer["result"]["document"]["file_id"]
    assert await client.refused("getFile", file_id=file_id) == "Bad Request: file is too big"
    world = client.sandbox.world
    allowed = world.files.add_document(Upload("y", "", bytes(20 * 1024 * 1024)))
    assert (await client.api("getFile", file_id=allowed.file_id))["file_size"] == 20 * 1024 * 1024


@pytest.mark.parametrize("data", [PNG, JPEG])
async def test_photos(client: Client, data: bytes) -> None:
    ana = await client.person()
    _, answer = await upload(client, "sendPhoto", form("photo", data, "x", chat_id=ana))
    photo = answer["result"]["photo"][0]
    assert (photo["width"], photo["height"]) == (320, 200)
    assert "can't use file of the specified type" in await client.refused(
        "sendDocument", chat_id=ana, document=photo["file_id"]
    )


def test_image_sizes() -> None:
    assert image_size(b"GIF89a") is None
    assert image_size(b"\xff\xd8\xff\xe0\0\4") is None


async def test_people_send_files(client: Client) -> None:
    ana = await client.person()
    headers = {"X-Sandbox": "1"}
    for data, name, mime in ((b"abc", "liste.csv", "text/csv"), (PNG, "photo.png", "image/png")):
        body = aiohttp.FormData({"caption": " voilà "})
        body.add_field("file", data, filename=name, content_type=mime)
        url = f"{client.sandbox.url}/sandbox/people/{ana}/file"
        async with client.http.post(url, data=body, headers=headers) as response:
            assert response.status == 200
    first, second = [update["message"] for update in await client.updates()]
    assert (first["document"]["file_name"], first["document"]["mime_type"]) == ("liste.csv", "text/csv")
    assert first["caption"] == "voilà"
    assert second["photo"][0]["width"] == 320
    file = await client.api("getFile", file_id=first["document"]["file_id"])
    url = f"{client.sandbox.file_url}{client.sandbox.config.token}/{file['file_path']}"
    async with client.http.get(url) as response:
        assert await response.read() == b"abc"
    shown = (await client.look(f"people/{ana}"))["messages"]
    assert [message["document"].get("photo", False) for message in shown[-2:]] == [False, True]
    async with client.http.get(client.sandbox.url + shown[-2]["document"]["url"]) as response:
        assert response.headers["Content-Disposition"] == "attachment; filename*=UTF-8''liste.csv"
        assert await response.read() == b"abc"
    async with client.http.get(client.sandbox.url + "/sandbox/files/x") as response:
        assert response.status == 404
