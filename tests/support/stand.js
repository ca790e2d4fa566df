// What stands in for JupyterLab around a view: a model with its traits, an element in the page, and two controls beside it.

globalThis.stand = {
  // The model that anywidget would give. It knows only the traits of the widget, and keeps who listens to what.
  model(state) {
    const listeners = new Map();
    const known = (name) => {
      if (!(name in state)) throw new Error(`the view asks for the trait "${name}", which its widget does not have`);
      return name;
    };
    return {
      state,
      asked: new Set(),
      sent: 0,
      get(name) {
        this.asked.add(known(name));
        return state[name];
      },
      set(name, value) {
        state[known(name)] = value;
        this.tell(name);
      },
      save_changes() {
        this.sent += 1;
      },
      on(event, callback) {
        if (event !== "msg:custom") known(event.replace(/^change:/, ""));
        listeners.set(event, [...(listeners.get(event) ?? []), callback]);
      },
      off(event, callback) {
        listeners.set(event, (listeners.get(event) ?? []).filter((one) => one !== callback));
      },
      messages: [],
      send(message) {
        this.messages.push(message);
      },
      tell(name) {
        for (const callback of listeners.get(`change:${name}`) ?? []) callback();
      },
      listeners(event) {
        return listeners.get(event) ?? [];
      },
      listening() {
        return [...listeners].filter(([, callbacks]) => callbacks.length).map(([event]) => event);
      },
    };
  },

  // Put a view on the page as JupyterLab does: in an explorer, with a slider beside it.
  async show(code, style, state, width) {
    document.body.innerHTML = "";
    document.head.innerHTML = "<style></style>";
    document.head.firstChild.textContent = style;
    document.body.innerHTML = `<div class="gc-explorer" style="width: ${width}px; max-width: none">
      <div class="widget-slider"><label class="widget-label">how far</label><div class="noUi-handle"></div></div>
      <div id="view"></div></div>`;
    this.el = document.getElementById("view");
    this.view = await this.load(code);
    this.current = this.model(state);
    this.stop = await this.view.default.render({ model: this.current, el: this.el });
    await this.drawn();
  },

  async load(code) {
    const address = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
    try {
      return await import(address);
    } finally {
      URL.revokeObjectURL(address);
    }
  },

  // Until the observers of width have been told, and what they draw is there.
  async drawn() {
    for (let i = 0; i < 3; i += 1) await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  },

  async change(changes) {
    for (const [name, value] of Object.entries(changes)) this.current.state[name] = value;
    for (const name of Object.keys(changes)) this.current.tell(name);
    await this.drawn();
  },

  // A message from the kernel; its bytes come in base64.
  async hear(content, buffers = []) {
    const views = buffers.map((text) => new DataView(Uint8Array.from(atob(text), (one) => one.charCodeAt(0)).buffer));
    for (const callback of this.current.listeners("msg:custom")) callback(content, views);
    await this.drawn();
  },

  async resize(width) {
    this.el.parentElement.style.width = `${width}px`;
    await this.drawn();
  },

  // Everything on the page as text: attributes in the order of their names, clips by number for their random names.
  picture(node = this.el) {
    const names = new Map();
    const name = (text) =>
      text.replace(/gc-clip-[a-z0-9]+/g, (id) => {
        if (!names.has(id)) names.set(id, `clip ${names.size + 1}`);
        return names.get(id);
      });
    const walk = (one, indent) => {
      if (one.nodeType === Node.TEXT_NODE) return one.textContent.trim() ? `${indent}${one.textContent}\n` : "";
      const attributes = [...one.attributes].map(({ name: key, value }) => ` ${key}="${name(value)}"`).sort();
      return `${indent}<${one.tagName}${attributes.join("")}>\n${[...one.childNodes].map((child) => walk(child, `${indent} `)).join("")}`;
    };
    return walk(node, "");
  },

  // Everything in the view that a reader of a screen would be told of: the pictures and the sentence.
  spoken() {
    const pictures = [...this.el.querySelectorAll('svg[role="img"], svg[role="application"], img')];
    return {
      pictures: pictures.map((one) => one.getAttribute("aria-label") ?? one.getAttribute("alt") ?? ""),
      silent: [...this.el.querySelectorAll("svg:not([aria-label]):not([aria-hidden])")].length,
      live: [...this.el.querySelectorAll('[role="status"][aria-live="polite"]')].map((one) => one.textContent),
      controls: [...document.querySelectorAll(".noUi-handle, .gc-player [aria-label]")].map((one) => one.ariaLabel ?? ""),
    };
  },

  // Each trait is told of again, with the value that it has: how often does the sentence change?
  async changesOfReadout() {
    let changes = 0;
    const observer = new MutationObserver((records) => (changes += records.length));
    observer.observe(this.el.querySelector("[aria-live]"), { childList: true, characterData: true, subtree: true });
    for (const name of Object.keys(this.current.state)) this.current.tell(name);
    await this.drawn();
    observer.disconnect();
    return changes;
  },

  // How large the pictures are, and which words of theirs stick out of the stage, where they are cut off.
  sizes() {
    const stage = this.el.querySelector(".gc-stage");
    const place = stage.getBoundingClientRect();
    const outside = (one) => {
      const { left, right } = one.getBoundingClientRect();
      return left < place.left - 1 || right > place.right + 1;
    };
    const pictures = [...stage.querySelectorAll("svg:not([aria-hidden]), img")];
    return {
      pictures: pictures.map((one) => one.getBoundingClientRect().width),
      heights: pictures.map((one) => one.getBoundingClientRect().height),
      outside: [...pictures, ...stage.querySelectorAll("text")].filter(outside).map((one) => one.textContent || one.tagName),
    };
  },

  // Classes in the view that no rule of its style sheet speaks of.
  unstyled() {
    const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.selectorText ?? ""));
    const styled = new Set(rules.flatMap((text) => [...text.matchAll(/\.([\w-]+)/g)].map(([, name]) => name)));
    const used = new Set([...this.el.querySelectorAll("*")].flatMap((one) => [...one.classList]));
    return [...used].filter((name) => !styled.has(name));
  },

  // Colours that are written into the view, as attributes or as styles; not those of the theme.
  colours() {
    const found = new Set();
    for (const one of this.el.querySelectorAll("*"))
      for (const name of ["fill", "stroke", "color", "background"])
        for (const value of [one.getAttribute(name), one.style?.getPropertyValue(name)])
          if (value && value !== "none" && !value.startsWith("var(")) found.add(value);
    return [...found];
  },

  // What the numbers in the attributes of the picture are, where they are none.
  broken() {
    return [...this.el.querySelectorAll("*")]
      .flatMap((one) => [...one.attributes].map(({ name, value }) => `${one.tagName} ${name}="${value}"`))
      .filter((text) => !text.includes("base64,")) // where these letters are a matter of chance
      .filter((text) => /NaN|Infinity|undefined|null|\[object/.test(text));
  },
};
