"""The other half of the register: every field that could hold words and says nothing about a person, by model.

They are places, services, what is published about the neighbourhood's life, and codes. A new field of words has to be
put here or into the register of personal data, whichever is true of it: the tests ask for it.
"""

IMPERSONAL_FIELDS: dict[str, str] = {
    # Django's own tables.
    "auth.permission": "name codename",
    "auth.group": "name",
    "contenttypes.contenttype": "app_label model",
    # What stands.
    "stations.division": "name name_en code",
    "stations.committee": "name name_en code phone about about_en",
    "stations.estate": "name name_en address built about about_en",
    "stations.estatebody": "name name_en phone since",
    "stations.station": "name name_en slug own_name phone opened_on story story_en pledge pledge_en model_site "
    "search_text sounds",
    "stations.site": "address address_en entrance entrance_en",
    "stations.walkingtime": "source",
    "stations.room": "name name_en what_for what_for_en",
    "stations.amenity": "note note_en",
    "stations.openingexception": "reason reason_en",
    "stations.holiday": "name name_en source",
    "stations.announcedyear": "source",
    "stations.service": "name name_en also_called slug who who_en papers papers_en steps steps_en cost cost_en "
    "legal_basis search_text",
    "stations.standard": "name name_en",
    "stations.standarditem": "name name_en",
    "stations.checklistsection": "name name_en",
    "stations.checklistitem": "note note_en",
    "stations.council": "name name_en about about_en since",
    "stations.grid": "name name_en",
    "stations.building": "name name_en",
    "stations.gridpost": "title title_en",
    "stations.stationphoto": "name alt alt_en",
    "stations.origin": "proposed_on before before_en asked asked_en paid_by paid_by_en",
    "stations.brand": "name name_en about about_en",
    "stations.keepsake": "name name_en words words_en",
    "stations.partner": "name name_en gives gives_en",
    "stations.programme": "name name_en about about_en",
    "stations.relocation": "plan delay_reason",
    "stations.servicepack": "name name_en department department_en gives gives_en",
    "stations.packoffer": "reason",
    # What is published of the neighbourhood's life: read by a worker before it is.
    "requests_desk.answertemplate": "title text text_en",
    "requests_desk.activity": "name name_en about about_en bring bring_en",
    "requests_desk.activitygroup": "name_en name",
    "requests_desk.activitysession": "topic topic_en reason reason_en",
    "requests_desk.dutyhours": "name name_en",
    "requests_desk.meeting": "place place_en minutes minutes_en",
    "requests_desk.meetingopinion": "words words_en why why_en",
    "requests_desk.opendayseries": "name name_en about about_en",
    "requests_desk.opendaytheme": "name name_en department department_en",
    "requests_desk.poll": "name name_en",
    "requests_desk.polloption": "name name_en",
    "requests_desk.project": "name name_en about about_en decision decision_en dropped_why dropped_why_en",
    "requests_desk.projectstep": "name name_en",
    "requests_desk.resource": "name name_en about about_en",
    # Codes: a reference opens nothing by itself, and events hold keys and codes, never words.
    "stations.accountevent": "data",
    "requests_desk.handover": "to_outside",
    "requests_desk.projectevent": "data",
    "requests_desk.proposal": "reference language",
    "requests_desk.proposalevent": "data",
    "requests_desk.reveal": "data",
    "requests_desk.roomuse": "language",
    "requests_desk.signup": "reference language",
    "requests_desk.signupevent": "data",
    "requests_desk.ticket": "reference",
    "requests_desk.ticketevent": "data",
    "requests_desk.visit": "reference place language",
    "requests_desk.visitevent": "data",
}
