// What is on the page, described whole and patched in place: what stays keeps its focus.
const SVG = "http://www.w3.org/2000/svg";
// What a person changes by hand: kept as it is on the element, not as it was written.
const LIVE = new Set(["value", "checked"]);

export function h(tag, props, ...children) {
  const kept = children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false);
  return {
    tag,
    key: props?.key ?? null,
    props: props ?? {},
    children: kept.map((c) => (typeof c === "object" ? c : { tag: null, text: String(c) })),
  };
}

export function patch(parent, nodes) {
  const old = [...parent.childNodes];
  const keyed = new Map(old.filter((n) => n.vnode?.key != null).map((n) => [n.vnode.key, n]));
  const loose = old.filter((n) => n.vnode?.key == null);
  const chosen = nodes.map((vnode) => choose(parent, vnode, keyed, loose));
  const stays = new Set(chosen);
  for (const node of old) if (!stays.has(node)) node.remove();
  chosen.forEach((node, index) => {
    if (parent.childNodes[index] !== node) parent.insertBefore(node, parent.childNodes[index] ?? null);
    fill(node, nodes[index]);
  });
}

function choose(parent, vnode, keyed, loose) {
  if (vnode.key != null) {
    const found = keyed.get(vnode.key);
    return found && fits(found, vnode) ? found : create(parent, vnode);
  }
  const place = loose.findIndex((node) => fits(node, vnode));
  return place >= 0 ? loose.splice(place, 1)[0] : create(parent, vnode);
}

function fits(node, vnode) {
  return vnode.tag === null ? node.nodeType === Node.TEXT_NODE : node.localName === vnode.tag;
}

function create(parent, vnode) {
  if (vnode.tag === null) return document.createTextNode("");
  const drawn = vnode.tag === "svg" || parent.namespaceURI === SVG;
  return drawn ? document.createElementNS(SVG, vnode.tag) : document.createElement(vnode.tag);
}

function fill(node, vnode) {
  if (vnode.tag === null) {
    if (node.data !== vnode.text) node.data = vnode.text;
  } else {
    setProps(node, node.vnode?.props ?? {}, vnode.props);
    patch(node, vnode.children);
  }
  node.vnode = vnode;
}

function setProps(node, before, now) {
  for (const name of Object.keys(before)) if (!(name in now)) setProp(node, name, null);
  for (const [name, value] of Object.entries(now)) if (before[name] !== value) setProp(node, name, value);
}

function setProp(node, name, value) {
  if (name === "key") return;
  if (name.startsWith("on")) node[name] = value;
  else if (name === "vars") for (const [k, v] of Object.entries(value ?? {})) node.style.setProperty(k, v);
  // Nobody changes an option; one whose value is empty must say so, or its words are its value.
  else if (LIVE.has(name) && name in node && node.localName !== "option") setLive(node, name, value);
  else if (value === null || value === undefined || value === false) node.removeAttribute(name);
  else node.setAttribute(name, value === true ? "" : String(value));
}

function setLive(node, name, value) {
  const wanted = name === "checked" ? Boolean(value) : String(value ?? "");
  if (node[name] !== wanted) node[name] = wanted;
}
