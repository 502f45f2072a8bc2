"""What an officer does in the browser: looks at lists, opens what is in them, searches, decides."""

import re
import time
from random import Random
from typing import Any

import aiohttp
from lxml import html

from tests.bench.officers_page import Asked

WITH_ROWS = ("/reports/", "/alerts/", "/hits/", "/subjects/", "/traders/", "/consignments/")
LISTS = (*WITH_ROWS, "/", "/inbox/", "/notices/", "/reports/?risk_area=SMUGGLING", "/alerts/?state=ACTIVE",
         "/alerts/?sort=-until", "/hits/?min_probability=0.9", "/traders/?country=BO", "/consignments/?departure=CN")
WORDS = ("Quispe", "Potrerillos", "Comersial Potrerilos", "contrabando", '"ropa usada"', "1020703023", "Zzyzx", "AN-2026*",
         "Mamani -Quispe", "kind:alert Quispe", "cigarrillos frontera")
ROW = re.compile(r'<tr data-href="([^"]+)"')


class Officer:
    """One person, signed in, with all that was asked so far."""

    def __init__(self, session: aiohttp.ClientSession, draw: Random) -> None:
        self.session, self.draw = session, draw
        self.asked: list[Asked] = []

    async def sign_in(self, name: str, password: str) -> None:
        """Raises AssertionError when it is refused."""
        page = await self._get("sign in", "/account/sign-in/")
        [form] = [form for form in html.fromstring(page).forms if "password" in form.fields]
        given = {**dict(form.form_values()), "username": name, "password": password}
        page = await self._post("sign in", "/account/sign-in/", given)
        assert 'name="password"' not in page, page[:2000]

    async def act(self) -> None:
        """One of the things that officers do, each as often as it stands here."""
        do = self.draw.choices((self.look, self.open, self.find, self.judge), (3, 3, 2, 1))
        await do[0]()

    async def look(self) -> None:
        """A list, or the home page."""
        await self._get("list", self.draw.choice(LISTS))

    async def open(self) -> None:
        """A row of a list."""
        page = await self._get("list", self.draw.choice(WITH_ROWS))
        if rows := ROW.findall(page):
            await self._get("row", self.draw.choice(rows))

    async def find(self) -> None:
        """A search of everything, or of a list."""
        where = self.draw.choice(("/search/", "/search/", "/reports/", "/traders/", "/alerts/", "/consignments/"))
        await self._get("search", where, q=self.draw.choice(WORDS))

    async def judge(self) -> None:
        """A hit: verified by oneself, then decided on; another may have been quicker."""
        rows = ROW.findall(await self._get("list", "/hits/"))
        if not rows:
            return
        page = await self._get("row", self.draw.choice(rows))
        forms = [form for form in html.fromstring(page).forms if (form.get("action") or "").endswith(("/take/", "/judge/"))]
        if not forms:
            return
        form = self.draw.choice(forms)
        values = dict(form.form_values())
        if "preset" in form.fields:
            values |= {"preset": "0", "words": "Visto con los documentos."}
        await self._post("decide", form.get("action"), values)

    async def _get(self, what: str, path: str, **query: str) -> str:
        return await self._ask(what, "GET", path, params=query)

    async def _post(self, what: str, path: str, values: dict[str, str]) -> str:
        return await self._ask(what, "POST", path, data=values)

    async def _ask(self, what: str, method: str, path: str, **more: Any) -> str:
        began = time.perf_counter()
        try:
            async with self.session.request(method, path, **more) as answer:
                page, status = await answer.text(), answer.status
        except (aiohttp.ClientError, TimeoutError) as error:
            page, status = repr(error), 0
        self.asked.append(Asked(what, path, status, time.perf_counter() - began))
        return page
