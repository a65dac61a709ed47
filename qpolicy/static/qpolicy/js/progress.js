// Go on with work that is done a bit a request, and show how far it is; without this script a button does the same.
"use strict";
{
  const PAUSE = 3000; // ms, where nothing was left to do: somebody else is at it
  const wait = (time) => new Promise((resolve) => setTimeout(resolve, time));
  const done = (part) => part.querySelector("progress").value;
  const go = async () => {
    const form = document.querySelector("form[data-continue]");
    if (!form) return;
    const sent = new FormData(form);
    form.querySelector("button").disabled = true;
    try {
      const answer = await fetch(form.action, { method: "POST", body: sent });
      const now = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("progress");
      if (!answer.ok || !now) throw new Error("no progress");
      const before = document.getElementById("progress");
      if (done(now) === done(before)) await wait(PAUSE);
      before.replaceWith(document.adoptNode(now));
    } catch {
      form.querySelector("button").disabled = false; // to be pressed again
      return;
    }
    go();
  };
  go();
}
