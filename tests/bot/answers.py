"""What an invented youth and an invented parent answer, by question."""

YOUTH = {
    "_consent": "yes",
    "usefulness": "7",
    "further_need": "04",
    "goal_text": "weer naar school",
    "goal_result": "partly",
    "goal_now": "6",
    "goal_more": "no",
    "heard": "yes",
    "clear": "partly",
    "together": "dont_know",
    "lived_elsewhere": "no",
    "stopped_by": "me",
    "stop_reason": "waiting moved",
    "open_answer": "bel vaker terug",
    "company": "nobody",
    "_overview": "send",
}
PARENT = YOUTH | {"goal_text": "rust in huis", "open_answer": "luister naar ouders", "usefulness": "3"}
