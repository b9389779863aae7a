// What is on the page, described whole and patched in place: what stays keeps its focus.
const SVG = "http://www.w3.org/2000/svg";
const SVG_TAGS = new Set(["svg", "use", "text"]);

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
  const chosen = nodes.map((vnode) => choose(vnode, keyed, loose));
  const stays = new Set(chosen);
  for (const node of old) if (!stays.has(node)) node.remove();
  chosen.forEach((node, index) => {
    if (parent.childNodes[index] !== node) parent.insertBefore(node, parent.childNodes[index] ?? null);
    fill(node, nodes[index]);
  });
}

function choose(vnode, keyed, loose) {
  if (vnode.key != null) {
    const found = keyed.get(vnode.key);
    return found && fits(found, vnode) ? found : create(vnode);
  }
  const place = loose.findIndex((node) => fits(node, vnode));
  return place >= 0 ? loose.splice(place, 1)[0] : create(vnode);
}

function fits(node, vnode) {
  return vnode.tag === null ? node.nodeType === Node.TEXT_NODE : node.localName === vnode.tag;
}

function create(vnode) {
  if (vnode.tag === null) return document.createTextNode("");
  return SVG_TAGS.has(vnode.tag) ? document.createElementNS(SVG, vnode.tag) : document.createElement(vnode.tag);
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
  else if (value === null || value === undefined || value === false) node.removeAttribute(name);
  else node.setAttribute(name, value === true ? "" : String(value));
}
