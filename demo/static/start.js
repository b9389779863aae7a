// The start page: presses go to the mock pins, pictures come from the devices themselves.

const said = document.getElementById("said");
const ticket = document.getElementById("ticket");
const wall = document.getElementById("wall");
const paper = document.getElementById("paper");
const words = document.body.dataset;
let printed = 0;

const post = async (path, body) => {
  try {
    const answer = await fetch(path, { method: "POST", body });
    said.textContent = answer.ok ? "" : words.silent;
    return answer.ok;
  } catch {
    said.textContent = words.ended;
    return false;
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
  const cable = document.getElementById("cable");
  cable.addEventListener("click", async () => {
    const to = cable.dataset.cable;
    if (!(await post(`/cable/${to}`))) return;
    cable.dataset.cable = to === "out" ? "in" : "out";
    cable.textContent = cable.dataset[cable.dataset.cable];
  });
  const scan = document.getElementById("scan");
  scan.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await post("/scan", new URLSearchParams(new FormData(scan)))) scan.reset();
  });
  every(250, () => show(touch, "/touch.png"));
  every(1000, async () => {
    await show(touchTicket, "/touch-ticket.png");
    touchTicket.hidden = !touchTicket.src;
  });
}
