// This page answered a form, and a browser that comes Back to it could only send that form again:
// Back leads to where [data-back] says instead, as a plain look. Not a module: it has to be done before
// the page's button can be pressed, and a module waits until all of the page is read.
history.replaceState(null, "", document.currentScript.dataset.back);
