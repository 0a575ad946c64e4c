// This page answered a form, and a browser that comes Back to it could only send that form again:
// Back leads to where the [data-back] form is sent instead, as a plain look.
const form = document.querySelector("[data-back]");
if (form) history.replaceState(null, "", form.getAttribute("action"));
