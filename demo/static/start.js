// The start page: presses go to the mock pins, pictures come from the devices themselves.

const said = document.getElementById("said");
const ticket = document.getElementById("ticket");
const wall = document.getElementById("wall");
const paper = document.getElementById("paper");
const words = document.body.dataset;
let printed = 0;

const post = async (path) => {
  try {
    const answer = await fetch(path, { method: "POST" });
    said.textContent = answer.ok ? "" : words.silent;
  } catch {
    said.textContent = words.ended;
  }
};

for (const button of document.querySelectorAll("[data-pin]")) {
  button.addEventListener("click", () => post(`/press/${button.dataset.pin}`));
}

paper.addEventListener("click", () => post(`/paper/${paper.dataset.paper}`));

const showKiosk = (state) => {
  for (const button of document.querySelectorAll("[data-lamp]")) {
    const mode = state.lamps?.[button.dataset.lamp] ?? "off";
    button.querySelector(".lamp").className = `lamp ${mode}`;
  }
  const out = state.printer?.paper === "out";
  paper.dataset.paper = out ? "in" : "out";
  paper.textContent = out ? paper.dataset.in : paper.dataset.out;
  if (state.printer && state.printer.printed !== printed) {
    printed = state.printer.printed;
    ticket.src = `/ticket.png?n=${printed}`;
    ticket.hidden = false;
    document.getElementById("no-ticket").hidden = true;
  }
};

// Each round begins when the one before has ended, so that a slow machine is not flooded.
const every = (milliseconds, work) => {
  const round = async () => {
    try {
      await work();
    } catch {
      // The next round asks again.
    }
    setTimeout(round, milliseconds);
  };
  round();
};

every(300, async () => {
  const answer = await fetch("/kiosk");
  if (answer.ok) showKiosk(await answer.json());
});

const show = async (picture, path) => {
  const answer = await fetch(path);
  if (!answer.ok) return;
  const before = picture.src;
  picture.src = URL.createObjectURL(await answer.blob());
  await picture.decode();
  if (before.startsWith("blob:")) URL.revokeObjectURL(before);
};

if (wall) every(250, () => show(wall, "/wall.png"));

const touch = document.getElementById("touch");
const touchTicket = document.getElementById("touch-ticket");
if (touch) {
  touch.addEventListener("click", (event) => {
    // Where it was clicked in pixels of the real screen, however large it is shown here.
    const x = Math.floor((event.offsetX / touch.clientWidth) * touch.naturalWidth);
    const y = Math.floor((event.offsetY / touch.clientHeight) * touch.naturalHeight);
    post(`/tap/${x}/${y}`);
  });
  every(250, () => show(touch, "/touch.png"));
  every(1000, async () => {
    await show(touchTicket, "/touch-ticket.png");
    touchTicket.hidden = !touchTicket.src;
  });
}
