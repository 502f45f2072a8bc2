"""What is sent compressed, to whom, and what its length tells."""

import gzip
from typing import Any

import pytest

from tests.releases import making

GZIP = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.mark.parametrize("path", ["/", "/reports/", "/api/v1/alerts/", "/api/schema/"])
def test_text_goes_compressed_to_who_takes_it_so_and_plain_to_others(world: Any, path: str) -> None:
    client = world.client(world.ana)
    plain, small = client.get(path), client.get(path, headers=GZIP)
    assert "Content-Encoding" not in plain
    if len(plain.content) > 200:
        assert small["Content-Encoding"] == "gzip" and "Accept-Encoding" in small["Vary"]
        assert len(gzip.decompress(small.content)) == pytest.approx(len(plain.content), abs=400)
        assert int(small["Content-Length"]) == len(small.content) < max(400, len(plain.content) // 3)


def test_the_same_page_is_never_of_the_same_length_for_long(world: Any) -> None:
    client = world.client(world.ana)
    assert len({len(client.get("/reports/", headers=GZIP).content) for _ in range(8)}) > 1


def test_an_entity_tag_can_be_sent_back_however_the_answer_came(world: Any) -> None:
    request = making.drafted(world)
    answer = world.api(world.ana).get(f"/api/v1/release-requests/{request.pk}/", headers=GZIP)
    assert answer["Content-Encoding"] == "gzip"
    assert answer["ETag"] == f'"{request.revision}"'
