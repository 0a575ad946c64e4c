"""What the desk may do with a proposal now, the likeliest first."""

from typing import Literal

ProposalStep = Literal["publish", "keep_back", "answer", "merge", "part"]

BY_STATE: dict[str, list[ProposalStep]] = {
    "new": ["publish", "keep_back"],
    "open": ["answer", "merge"],
    "answered": ["merge", "answer"],
    "merged": ["part"],
    "kept_back": ["publish"],
}


def proposal_steps(state: str, *, at_desk: bool) -> list[ProposalStep]:
    """Give the steps open to somebody on a proposal in ``state`` (the words of Proposal.State). Only the
    committee's own desk has any. The actions ask all this again."""
    return list(BY_STATE.get(state, [])) if at_desk else []
