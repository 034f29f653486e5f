"""The buttons of the list of customers, each a step of `Lists`."""

from collections.abc import Callable, Mapping

from flows.customers import pages
from flows.customers.cards import Cards
from flows.customers.customer import Customer, customers
from flows.customers.lists import Lists
from flows.customers.pages import OVERVIEW
from flows.effects import Keep, Say
from flows.library import Library
from flows.moment import Moment
from flows.session import Session, Step


class Listing:
    """The list as one finds it from a button that stays good for ever."""

    def __init__(self, cards: Cards, library: Library) -> None:
        self._cards, self._library = cards, library

    def _lists(self, session: Session, moment: Moment) -> Lists:
        return Lists(session, moment, self._library)

    def _list(self, session: Session, _: str, moment: Moment) -> Step:
        return self._lists(session, moment).show_list()

    def _upload(self, session: Session, _: str, moment: Moment) -> Step:
        return self._lists(session, moment).ask_file()

    def _group(self, session: Session, argument: str, moment: Moment) -> Step:
        return self._lists(session, moment).show_group(argument)

    def _search(self, session: Session, _: str, moment: Moment) -> Step:
        return self._lists(session, moment).ask_search()

    def _shares(self, session: Session, _: str, moment: Moment) -> Step:
        return self._lists(session, moment).ask_shares()

    def _hand_out(self, session: Session, _: str, moment: Moment) -> Step:
        return self._lists(session, moment).hand_out()

    def _take(self, session: Session, argument: str, moment: Moment) -> Step:
        """Somebody on the list gets a dossier."""
        taken = self._lists(session, moment).take(argument)
        if taken is None:
            after, effects = self._list(session, "", moment)
            return after, [Say("kunden_vorbei"), *effects]
        id_, effects = taken
        if not id_:
            return session, [Say("kunden_voll", {}, ((OVERVIEW,),))]
        kept = next((effect.thing for effect in effects if isinstance(effect, Keep)), customers(moment).get(id_))
        if not isinstance(kept, Customer):
            return self._cards.gone(session, moment)
        return session, [*effects, self._cards.page(id_, kept, session, moment)]


PAGES: Mapping[str, Callable[[Listing, Session, str, Moment], Step]] = {
    pages.LIST: Listing._list,
    pages.UPLOAD: Listing._upload,
    pages.GROUP: Listing._group,
    pages.SEARCH: Listing._search,
    pages.SHARES: Listing._shares,
    pages.FILE: Listing._hand_out,
    pages.TAKE: Listing._take,
}
