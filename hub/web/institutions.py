"""Words that name institutions by their code, as the catalogue's findings do, with the names put in."""

import re
from collections.abc import Mapping


def with_names(text: str, names: Mapping[str, str]) -> str:
    """`N2 收住 ≤2 级` becomes `示范康悦护理中心收住 ≤2 级`; the blank that set the code off goes with it.

    `names` are those of the institutions that the text is about: a code alone may mean something else elsewhere.
    """
    known = [re.escape(code) for code in sorted(names, key=len, reverse=True) if code]
    if not known:
        return text
    found = rf"(?:(?<=[\u4e00-\u9fff]) )?(?<![\w-])({'|'.join(known)})(?![\w-])(?: (?=[\u4e00-\u9fff]))?"
    return re.sub(found, lambda match: names[match.group(1)], text, flags=re.ASCII)
