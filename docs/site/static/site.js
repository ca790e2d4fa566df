// The course's widgets without a kernel: each place of one in a page gets plain controls, its views, and what links them.
//
// A page from file:// may neither fetch nor import a module, so data and views come as scripts that call gcSite.

const gcSite = (() => {
  const arrived = { data: new Map(), view: new Map() };
  const asked = new Map();
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

  function load(kind, name) {
    if (arrived[kind].has(name)) return Promise.resolve(arrived[kind].get(name));
    const key = `${kind}/${name}`;
    if (!asked.has(key))
      asked.set(
        key,
        new Promise((done, failed) => {
          const script = document.createElement("script");
          script.src = `_static/${kind === "view" ? "views" : "data"}/${name}.js`;
          script.onload = () => done(arrived[kind].get(name));
          script.onerror = () => failed(new Error(`${script.src} cannot be loaded`));
          document.head.append(script);
        }),
      );
    return asked.get(key);
  }

  function element(parent, tag, attributes = {}, text = "") {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    if (text) made.textContent = text;
    parent.append(made);
    return made;
  }

  // What anywidget gives a view, as far as there is one without a kernel.
  function model(traits) {
    const listeners = new Map();
    const tell = (event) => {
      for (const one of [...(listeners.get(event) ?? [])]) one();
    };
    return {
      get: (name) => traits[name],
      set(name, value) {
        if (traits[name] === value) return;
        traits[name] = value;
        tell(`change:${name}`);
      },
      save_changes() {},
      on: (event, callback) => listeners.set(event, (listeners.get(event) ?? new Set()).add(callback)),
      off: (event, callback) => listeners.get(event)?.delete(callback),
      send() {},
    };
  }

  let count = 0;

  // Each control has: value, a listener, and a way to be set by what it is linked to.
  function control(parent, node) {
    const id = `gc-control-${(count += 1)}`;
    const row = element(parent, "div", { class: "gc-control" });
    const hear = new Set();
    const told = () => {
      for (const one of hear) one();
    };
    if (node.is === "button") {
      let pressed = 0;
      const made = element(row, "button", { type: "button", class: "gc-button", title: node.tip }, node.name);
      made.addEventListener("click", () => {
        pressed += 1;
        told();
      });
      return { hear, get: () => pressed, set: () => {} };
    }
    element(row, "label", { for: id }, node.name);
    if (node.is === "select") {
      const made = element(row, "select", { id });
      node.options.forEach((name, i) => element(made, "option", { value: i }, name));
      made.value = String(node.value);
      made.addEventListener("change", told);
      return { hear, get: () => Number(made.value), set: (value) => (made.value = String(value)) };
    }
    const limits = { min: node.low, max: node.high, step: node.step, value: node.value };
    const made = element(row, "input", { id, type: "range", title: node.tip, ...limits });
    const number = element(row, "output", { for: id });
    const say = () => {
      number.textContent = Number(made.value).toFixed(node.digits).replace("-", "−");
      made.setAttribute("aria-valuetext", `${node.name} = ${number.textContent}`);
    };
    made.addEventListener("input", () => {
      say();
      told();
    });
    say();
    return {
      hear,
      get: () => Number(made.value),
      set(value) {
        made.value = String(value);
        say();
      },
    };
  }

  // The rolls of a die are shorter than their means.
  function unpacked(value) {
    if (!value?.rolls) return value;
    let sum = 0;
    const means = [...value.rolls].map((face, i) => (sum += Number(face)) / (i + 1));
    const { rolls, ...rest } = value;
    return { ...rest, means };
  }

  async function build(place) {
    const tree = await load("data", place.dataset.name);
    const modules = new Map();
    for (const name of place.dataset.views.split(" ").filter(Boolean)) modules.set(name, await load("view", name));
    const controls = new Map();
    const models = new Map();
    const views = [];

    function put(parent, node) {
      if (node.is === "box") {
        const box = element(parent, "div", { class: `gc-box ${node.class}` });
        for (const one of node.of) put(box, one);
      } else if (node.is === "html") {
        element(parent, "div", { class: "gc-html" }).innerHTML = node.html;
      } else if (node.is === "view") {
        views.push([element(parent, "div"), node]);
        if (!node.replay) models.set(node.id, model(node.traits));
      } else {
        controls.set(node.id, control(parent, node));
      }
    }

    const made = document.createElement("div");
    put(made, tree.root);
    for (const [from, to, trait] of tree.links) {
      const [slider, view] = [controls.get(from), models.get(to)];
      slider.hear.add(() => view.set(trait, slider.get()));
      view.on(`change:${trait}`, () => slider.get() !== view.get(trait) && slider.set(view.get(trait)));
    }
    for (const { view, trait, controls: keys, states } of tree.answers) {
      const given = keys.map((key) => controls.get(key));
      const [choice, button] = given;
      const answer = async () => {
        let row = states[choice.get()];
        if (typeof row === "string") row = await load("data", row);
        models.get(view).set(trait, unpacked(row[(button?.get() ?? 0) % row.length]));
      };
      for (const one of given) one.hear.add(answer);
    }
    place.replaceChildren(made);
    for (const [el, node] of views) {
      const module = modules.get(node.view);
      if (node.replay) {
        const recording = await load("data", node.replay);
        // A page may play the same recording twice.
        await module.replay(el, structuredClone(recording), module.default);
        element(made, "p", { class: "gc-small" }, "A recorded run. In the notebook it plays live, with the functions that you have written: every setting, slow motion line by line, and a data set of your own.");
      } else {
        await module.default.render({ model: models.get(node.id), el });
      }
    }
    place.dataset.ready = "";
    if ("autoplay" in place.dataset && !calm) place.querySelector("[data-testid=player-play]").click();
  }

  function theme() {
    const chosen = document.body.dataset.theme;
    const dark = chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
    const light = String(!dark);
    if (document.body.dataset.jpThemeLight !== light) document.body.dataset.jpThemeLight = light;
  }

  function begin() {
    theme();
    new MutationObserver(theme).observe(document.body, { attributes: true, attributeFilter: ["data-theme"] });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", theme);
    const places = [...document.querySelectorAll(".gc-mount")];
    const begun = new Map();
    const once = (place) => {
      if (!begun.has(place)) begun.set(place, build(place));
      return begun.get(place);
    };
    // Somebody who prints, or looks at all of a page, sees all of it.
    all = () => Promise.all(places.map(once));
    addEventListener("beforeprint", () => all());
    const seen = new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target } of entries) {
          if (!isIntersecting) continue;
          seen.unobserve(target);
          once(target);
        }
      },
      { rootMargin: "600px" },
    );
    for (const place of places) seen.observe(place);
  }

  let all = () => Promise.resolve([]);
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", begin);
  else begin();

  return {
    data: (name, value) => arrived.data.set(name, value),
    view: (name, module) => arrived.view.set(name, module),
    all: () => all(),
  };
})();
