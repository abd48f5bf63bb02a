"""Small words, by what they do in a sentence. What carries a meaning of its own is in lexicon.yaml."""

from __future__ import annotations


def words_of(text: str) -> frozenset[str]:
    """Return the words of ``text``."""
    return frozenset(text.split())


COPULAS = words_of(
    """
    are be become becomes becoming been being get gets grew had has have having is looks made remains seems so
    stays too was were
    """
)
"""What joins a noun to what it is."""
MAKES = words_of("a for in its of the")
"""What may stand between a noun and what it is, after a copula."""
STOPS = words_of(
    """
    and are as at because but by can could for from has have how i if in is it not on or so than that they to was
    we when which who will with would you
    """
)
"""What a value does not reach across to its noun."""
QUANTIFIERS = words_of("additional another extra further less more much of")
"""How a value ends that stands before its noun alone."""
BEFORE_VERB = words_of(
    """
    normally usually always often typically generally also and can could either i just must or please should
    simply then they to we would you
    """
)
"""What a command or a verb of doing may follow."""
NOUNS = words_of(
    """
    artificial data dimensionality dropout early elastic feature fewer l1 l2 more norm penalty random small
    smaller synthetic weight wieght
    """
)
"""How a remedy begins that is a noun, and so no command."""
POINTERS = words_of("it such that these this those we which 上 以 就 此 这 那")
"""How a sentence begins that names what the ones before were about."""
PRONOUNS = words_of("it its they 其 它 此")
"""How a sentence begins that goes on about the same."""
CONSEQUENCES = words_of("as because consequently hence so therefore thus 于 因 所 由")
"""How a sentence begins that says what follows from the one before."""
SMALL = words_of("a its of on the 上 的")
"""What means nothing between two nouns."""
JOINING = words_of("& , / a also and as both its nor of on or plus the well 、 上 与 以 及 和 或 的 者 跟")
"""What joins two nouns to one."""
THAN_ENDS = words_of("above below exceeds 于 如 过")
"""How a comparison ends whose other side follows at once."""
MEASURES = words_of("acc accuracy error errors loss losses mse rmse")
"""What only learning machines are measured by."""
SIZES = words_of("big deep large powerful shallow small strong weak")
"""What is said of a model when a pronoun stands for it."""
OF_MODELS = words_of("complex complicated expressive flexible simple simplistic")
"""What is said of nothing but a model."""
TASKS = words_of("data dataset function pattern problem question relationship signal task")
"""What else may be complex or simple."""
DATA = words_of("data dataset samples features capacity parameters 样 参")
"""What is spoken of where machines learn, beside what they are tested on."""
NO_CONTRAST = words_of("then just at only despite to even 到 一")
"""Words labelled `but` after which a sentence goes on about the same."""
CONTINUES = words_of("while whereas and 而 though to 到 一 then just at only despite")
"""Words labelled `but` after which a denial or a report goes on."""
GUESSES = words_of("predict predicts prediction predictions answer answers output outputs guess guesses labels label")
"""What a model gives, and what may be wrong without anything being denied."""
TO_A_SIDE = words_of("on in for with to the so at of any 在 对 于 到 上 也 又 always much really quite as")
"""What may stand between a `not` and the side on which what was said before is not so."""
CURVES = words_of("curve curves 线")
"""What is drawn of a loss."""
ZH_COMMANDS = words_of("就 停 别 打 及 适 尽")
"""How a Chinese remedy begins that is a verb, and so says what to do."""
WITH = words_of("with by through via using in for")
"""What stands between a verb and what it is done with, and not to."""
NO = words_of("not no false wrong untrue b:no b:no. a:f a:f. 不 错 不对 假的 错的 答:错 答:× 否 才怪")
"""A sentence that is no more than this denies the one before."""
CURES = words_of("cure cures protect protects prevent prevents innocent harmless")
"""What a cause is not."""
BLAMES = words_of("from by of to 于")
"""How a phrase ends after which the cause is named: comes from, caused by, because of, due to."""
GENERAL = words_of(
    "rule rules pattern patterns signal concept concepts principle principles structure trend relationship 规 律"
)
"""What is learnt of a matter, and not of a set of data."""
DENIERS = words_of(
    "verdict refutation that this but which they these it all however wrong false both the 结 不 这 但 以 而 可 其"
)
"""How a sentence begins that denies the one before."""
NEEDS = words_of("need needs needed")
"""What is denied itself, though other small verbs are passed over: no need for dropout."""
GUESSING = words_of("get gets got getting predict predicts predicting classify classifies answer answers guess guesses")
"""What a model does that can be wrong."""
