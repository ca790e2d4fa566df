// Every word of the playground explains itself when it is pressed, and says where the course is about it.

import { html } from "../dom.js";

/**
 * Assignment and section.
 * @typedef {[string, number]} Place
 */
/** @typedef {{term: string, meaning: string, where: Place[]}} Entry */

/** @type {Record<string, Entry>} */
export const GLOSSARY = {
  ground: {
    term: "ground",
    meaning:
      "What colours the plane. D: blue where it says “real”, orange where it says “fake”, the page's colour at ½; " +
      "scores of a critic are spread over these colours from the lowest to the highest. D*: what the best D would say " +
      "to this G, p/(p + q), both densities blurred by bells of width 0.12; empty where there is no mass. Gap: |D − D*|.",
    where: [["04", 8], ["05", 3]],
  },
  data: { term: "data ●", meaning: "256 examples of the data, x from p_data.", where: [["04", 7]] },
  samples: {
    term: "samples ■",
    meaning: "G(z) for 256 values of the noise, which stay the same: so you see how each of them moves.",
    where: [["03", 5]],
  },
  arrows: {
    term: "arrows ↗",
    meaning:
      "−∂ℓ/∂x: where the generator's loss pulls each sample. All are scaled by one factor, which changes from frame to " +
      "frame: compare lengths within one. G cannot move its samples one by one, it moves its weights.",
    where: [["04", 8]],
  },
  manifold: {
    term: "manifold of G ▦",
    meaning:
      "Where G takes a grid of noise. All cells have the same probability, so that p_g is dense where they are small " +
      "and dark. Pull “from z to G(z)” to see how the grid is bent.",
    where: [["04", 8], ["03", 5]],
  },
  modes: {
    term: "modes ◌",
    meaning: "Circles of 3σ around the centres of the data; a sample inside one counts for its mode.",
    where: [["08", 1]],
  },
  dLoss: {
    term: "loss of D",
    meaning: "What D descends, −V for the losses of the paper: 2 ln 2 where D says ½ everywhere, less where it can tell.",
    where: [["03", 1], ["03", 2]],
  },
  gLoss: {
    term: "loss of G",
    meaning:
      "What G descends. With D = ½ everywhere the non-saturating loss is ln 2 and the minimax loss −ln 2. It is " +
      "measured against this D: when it falls, G may be better, or D worse.",
    where: [["03", 7], ["03", 3]],
  },
  jsd: {
    term: "JSD in boxes",
    meaning:
      "Jensen–Shannon divergence in nats between data and 2,000 samples, both counted in 24 × 24 boxes, with twice its " +
      "standard error. 0 where they are alike, ln 2 where they share nothing.",
    where: [["05", 4]],
  },
  bound: {
    term: "ln 2 − BCE",
    meaning:
      "With BCE = −V/2: what this D shows of the JSD. Never more than the JSD, but for the luck of the batch, and all " +
      "of it for D*. The nearer D is to its best, the more this curve and the other one tell the same.",
    where: [["05", 5], ["05", 6]],
  },
  klData: {
    term: "KL(data ‖ samples)",
    meaning:
      "Kullback–Leibler divergence in nats, in the same boxes: large where the data have a mode that G leaves out. " +
      "There it would be infinite; one point more, spread over all boxes, makes it a number.",
    where: [["05", 4]],
  },
  klSamples: {
    term: "KL(samples ‖ data)",
    meaning: "The other way round: large where G makes what the data have not, as between the modes. Collapse costs little here.",
    where: [["05", 4]],
  },
  dReal: { term: "D of data", meaning: "The mean of D over data. ½ where D cannot tell.", where: [["05", 3]] },
  dFake: { term: "D of samples", meaning: "The mean of D over samples. ½ where D cannot tell.", where: [["05", 3]] },
  gap: {
    term: "gap",
    meaning:
      "The mean of |D − D*|, weighted by where data and samples are. Where it is small, what D says of G's samples is " +
      "right, and so is the direction it gives to G: that is why D is kept near its best.",
    where: [["04", 5]],
  },
  shares: {
    term: "share of each mode",
    meaning: "How many of 2,000 samples lie in the circle of each mode. Where bars are missing, G has collapsed.",
    where: [["08", 1]],
  },
  dataset: { term: "data", meaning: "What G is to imitate. Other data may come while it runs: the networks go on from where they are, and “Restart” begins anew. Choose “drawn” and draw points in the plane.", where: [["04", 7]] },
  loss: {
    term: "loss",
    meaning:
      "Non-saturating and minimax are those of the paper, and your own functions play them. Least squares compares " +
      "scores with 1 and 0, WGAN-GP the means of scores, the relativistic loss one sample with one example of the data.",
    where: [["03", 7], ["07", 1]],
  },
  k_d: { term: "k_D", meaning: "Steps of D in each iteration. More of them keep D nearer to its best.", where: [["04", 1], ["04", 5]] },
  k_g: { term: "k_G", meaning: "Steps of G in each iteration. Many of them let G run to where D is mistaken.", where: [["04", 1], ["08", 1]] },
  lr_d: { term: "learning rate of D", meaning: "How far a step of D goes.", where: [["04", 4]] },
  lr_g: { term: "learning rate of G", meaning: "How far a step of G goes.", where: [["04", 4]] },
  optimiser: { term: "optimiser", meaning: "Adam (β₁ = 0.5, β₂ = 0.999), or plain gradient descent.", where: [["04", 4]] },
  batch: { term: "batch", meaning: "Examples in one step. Small ones make the gradient noisy.", where: [["04", 1]] },
  layers: { term: "hidden layers", meaning: "Of either network, with ReLU.", where: [["04", 3]] },
  width: { term: "units in a layer", meaning: "Of either network: how much it can express.", where: [["04", 3]] },
  noise: { term: "noise", meaning: "What z is drawn from: uniform on [−1, 1], or standard normal.", where: [["03", 5]] },
  noise_dim: {
    term: "dimensions of z",
    meaning: "From one dimension G can only make a curve.",
    where: [["03", 5]],
  },
  r1: { term: "R1", meaning: "γ/2 · E|∇D|² on the data is added to D's loss: D may not be steep where data are.", where: [["07", 3]] },
  instance_noise: {
    term: "noise on what D sees",
    meaning: "Its standard deviation. Blurred data and blurred samples overlap, so that D has less to be certain of.",
    where: [["07", 1]],
  },
  pack: {
    term: "samples in a pack",
    meaning:
      "D judges so many samples at once: four that are alike give themselves away. Its map shows one point among data.",
    where: [["08", 1]],
  },
  start: {
    term: "start",
    meaning: "New networks, or networks that have been trained on these data: change something, and see what holds.",
    where: [["04", 9]],
  },
  seed: { term: "seed", meaning: "Of the weights and of all batches. The same seed gives the same game again.", where: [["04", 9]] },
  speed: { term: "speed", meaning: "Iterations in a second, at most.", where: [["04", 9]] },
}; // biome-ignore format: short entries stand on one line

/** @param {Place[]} where */
function places(where) {
  const assignments = [...new Set(where.map(([assignment]) => assignment))];
  const said = assignments.map((assignment) => {
    const sections = where.filter(([other]) => other === assignment).map(([, section]) => section);
    return `assignment ${assignment}, section${sections.length > 1 ? "s" : ""} ${sections.join(" and ")}`;
  });
  return said.join("; ");
}

/**
 * Makes words that can be pressed; what they mean appears below their row, one at a time.
 * @param {HTMLElement} el The whole view.
 */
export function explainer(el) {
  const box = html(el, "p", { class: "gc-explained", role: "note", "data-testid": "playground-explained" });
  box.hidden = true;
  /** @type {HTMLButtonElement | null} */
  let open = null;
  let openKey = "";

  function close() {
    open?.setAttribute("aria-expanded", "false");
    open = null;
    openKey = "";
    box.hidden = true;
  }
  el.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !open) return;
    const word = open;
    close();
    word.focus();
    event.stopPropagation();
  });

  /**
   * @param {HTMLElement} parent
   * @param {string} key Of the glossary.
   * @param {string} text What is written.
   * @param {HTMLElement} row Below it the meaning appears.
   */
  return (parent, key, text, row) => {
    const { term, meaning, where } = GLOSSARY[key];
    const word = html(
      parent,
      "button",
      { type: "button", class: "gc-word", "aria-expanded": "false", title: "What is this?" },
      text,
    );
    function show() {
      open = word;
      openKey = key;
      word.setAttribute("aria-expanded", "true");
      box.replaceChildren();
      html(box, "strong", {}, `${term}: `);
      box.append(`${meaning} `);
      html(box, "span", { class: "gc-small" }, `More in ${places(where)}.`);
      row.after(box);
      box.hidden = false;
    }
    word.addEventListener("click", () => {
      const again = open === word;
      close();
      if (!again) show();
    });
    if (key === openKey && !open?.isConnected) show(); // the same word, drawn anew
    return word;
  };
}

/**
 * All of it, to be read in one go.
 * @param {HTMLElement} el
 */
export function glossary(el) {
  const help = html(el, "details", { class: "gc-help" });
  html(help, "summary", {}, "What am I looking at?");
  const terms = html(help, "dl", {});
  for (const { term, meaning, where } of Object.values(GLOSSARY)) {
    html(terms, "dt", {}, term);
    html(terms, "dd", {}, `${meaning} More in ${places(where)}.`);
  }
}
