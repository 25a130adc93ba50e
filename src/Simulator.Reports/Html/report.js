"use strict";
// Charts that answer to pointer and keys, variants that can be switched off, tables that sort. Without it the page
// shows the same as pictures and tables.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const hidden = new Set();
  const charts = [];
  const NS = "http://www.w3.org/2000/svg";

  const make = (tag, attributes, text) => {
    const element = tag.startsWith("svg:")
      ? document.createElementNS(NS, tag.slice(4)) : document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) element.setAttribute(name, value);
    if (text !== undefined) element.textContent = text;
    return element;
  };

  const three = v => v === 0 ? "0" : v.toFixed(Math.abs(v) >= 100 ? 0 : Math.abs(v) >= 10 ? 1 : 2);
  const seconds = v => v >= 0.9995 ? three(v) + " s" : v >= 0.0009995 || v === 0 ? three(v * 1e3) + " ms"
    : three(v * 1e6) + " µs";
  const plain = v => String(+v.toPrecision(6));
  const tick = v => v === 0 ? "0" : v >= 0.9999 ? plain(v) + " s" : v >= 0.0009999 ? plain(v * 1e3) + " ms"
    : plain(v * 1e6) + " µs";
  const percent = v => v === 0 ? "0 %" : (v * 100).toFixed(v >= 0.1 ? 0 : 1) + " %";
  const clock = t => t < 120 ? plain(t) + " s" : `${Math.floor(t / 60)} min` + (t % 60 ? ` ${plain(t % 60)} s` : "");
  const rank = x => "p" + plain(+(100 * (1 - Math.pow(10, -x))).toFixed(x < 2 ? 1 : x < 3 ? 2 : 3));

  const niceStep = (range, marks) => {
    const raw = range / marks, power = Math.pow(10, Math.floor(Math.log10(raw))), part = raw / power;
    return (part <= 1 ? 1 : part <= 2 ? 2 : part <= 5 ? 5 : 10) * power;
  };

  const linear = (max, marks) => {
    const step = niceStep(max, marks), all = [];
    for (let i = 0; i * step <= max * 1.0001; i++) all.push(i * step);
    return all;
  };

  // Log where the values differ twelvefold, as in the pictures.
  const scaleOf = (chart, lines, bounds) => {
    if (chart.unit === "ratio") return { log: false, min: 0, max: 1, marks: [0, 0.25, 0.5, 0.75, 1], name: percent };
    const values = lines.flatMap(l => l.y).concat(bounds.map(b => b.value)).filter(v => v > 0);
    if (values.length === 0) return { log: false, min: 0, max: 1, marks: [0, 1], name: tick };
    const max = Math.max(...values), min = Math.max(Math.min(...values), max / 1e4);
    if (max / min <= 12) return { log: false, min: 0, max: max * 1.08, marks: linear(max * 1.08, 6), name: tick };
    const [low, high] = [min / 1.25, max * 1.25], marks = [];
    const steps = Math.log10(high / low) > 3.2 ? [1] : [1, 2, 5];
    for (let d = Math.floor(Math.log10(low)); d <= Math.ceil(Math.log10(high)); d++)
      for (const s of steps) if (s * 10 ** d >= low && s * 10 ** d <= high) marks.push(s * 10 ** d);
    return { log: true, min: low, max: high, marks, name: tick };
  };

  class Chart {
    constructor(spec, host) {
      [this.spec, this.host, this.set, this.at] = [spec, host, spec.sets[0], null];
      if (spec.sets.length > 1) host.append(this.chooser());
      else host.append(make("div", { class: "remark" }, this.set.name));
      this.svg = make("svg:svg", {
        role: "img", tabindex: "0",
        "aria-label": host.querySelector("figcaption").textContent + "; left and right arrows move the readout",
      });
      this.readout = make("div", { class: "readout", "aria-live": "polite" });
      host.append(this.svg, this.readout);
      this.svg.addEventListener("pointermove", e => this.move(e.clientX - this.svg.getBoundingClientRect().left));
      this.svg.addEventListener("pointerdown", e => this.move(e.clientX - this.svg.getBoundingClientRect().left));
      this.svg.addEventListener("keydown", e => this.key(e));
      this.width = 0;
      new ResizeObserver(() => { if (this.width !== this.svg.clientWidth) this.draw(); }).observe(this.svg);
      this.draw();
    }

    chooser() {
      const label = make("label", { class: "remark" }, "of ");
      const select = make("select");
      this.spec.sets.forEach((s, i) => select.append(make("option", { value: i }, s.name)));
      select.addEventListener("change", () => { this.set = this.spec.sets[select.value]; this.draw(); });
      label.append(select);
      return label;
    }

    draw() {
      this.width = this.svg.clientWidth || 640;
      this.height = Math.round(Math.min(420, Math.max(240, this.width * 0.42)));
      this.svg.setAttribute("viewBox", `0 0 ${this.width} ${this.height}`);
      this.svg.style.height = this.height + "px";
      this.svg.replaceChildren();
      this.lines = this.set.lines.filter(l => !hidden.has(l.variant));
      const bounds = this.set.bounds.filter(b => b.variant < 0 || !hidden.has(b.variant));
      this.scale = scaleOf(this.spec, this.lines, bounds);
      const xs = this.set.lines.flatMap(l => [l.x[0], l.x[l.x.length - 1]]);
      this.from = this.spec.axis === "time" ? 0 : Math.min(...xs);
      this.to = Math.max(...xs);
      this.frame = { left: 62, right: this.width - 14, top: 12, bottom: this.height - 30 };
      this.axes();
      const labels = [];
      for (const b of bounds) this.bound(b, labels);
      for (const l of this.lines) {
        const d = l.x.map((x, i) => `${i ? "L" : "M"}${this.x(x).toFixed(1)} ${this.y(l.y[i]).toFixed(1)}`).join("");
        this.svg.append(make("svg:path", { d, class: "line" + l.variant % 7 }));
      }
      this.overlay = make("svg:g");
      this.svg.append(this.overlay);
      this.show();
    }

    x(v) { return this.frame.left + (v - this.from) / (this.to - this.from || 1) * (this.frame.right - this.frame.left); }

    y(v) {
      const { log, min, max } = this.scale, f = log ? Math.log10 : n => n;
      const share = (f(Math.min(Math.max(v, min), max)) - f(min)) / (f(max) - f(min));
      return this.frame.bottom - share * (this.frame.bottom - this.frame.top);
    }

    axes() {
      const { left, right, top, bottom } = this.frame;
      for (const e of this.spec.events) {
        const x = this.x(e.from), width = Math.max(2, this.x(Math.min(e.to, this.to)) - x);
        const band = make("svg:rect", { x, y: top, width, height: bottom - top, class: "event" });
        band.append(make("svg:title", {}, `${e.words}, from ${clock(e.from)}`));
        this.svg.append(band);
      }
      for (const mark of this.scale.marks) {
        const y = this.y(mark);
        this.svg.append(make("svg:line", { x1: left, x2: right, y1: y, y2: y, class: "grid" }),
          make("svg:text", { x: left - 6, y: y + 4, "text-anchor": "end" }, this.scale.name(mark)));
      }
      let free = -1;
      for (const [at, label] of this.ticks()) {
        const x = this.x(at), half = label.length * 4;
        this.svg.append(make("svg:line", { x1: x, x2: x, y1: top, y2: bottom, class: "grid" }));
        if (x - half < free || x + half > this.width) continue;
        this.svg.append(make("svg:text", { x, y: bottom + 20, "text-anchor": "middle" }, label));
        free = x + half + 6;
      }
    }

    ticks() {
      if (this.spec.axis === "time") {
        const nice = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400];
        const step = nice.find(s => (this.to - this.from) / s <= 10) || 604800;
        return [...Array(Math.floor(this.to / step) + 1).keys()].map(i => [i * step, clock(i * step)]);
      }
      return [20, 50, 75, 90, 95, 99, 99.5, 99.9, 99.99, 99.999]
        .map(p => [-Math.log10(1 - p / 100), "p" + p]).filter(([x]) => x >= this.from && x <= this.to + 0.01);
    }

    // The label stands on the bad side, where no line should be; where there is no room, the line's title has it.
    bound(b, labels) {
      const y = this.y(b.value), at = b.label.includes(">") ? y + 14 : y - 4;
      const line = make("svg:line", {
        x1: this.frame.left, x2: this.frame.right, y1: y, y2: y,
        class: b.variant < 0 ? "bound" : "bound line" + b.variant % 7,
      });
      line.append(make("svg:title", {}, b.label));
      this.svg.append(line);
      if (labels.some(other => Math.abs(other - at) < 14)) return;
      labels.push(at);
      this.svg.append(make("svg:text", { x: this.frame.right - 4, y: at, "text-anchor": "end" }, b.label));
    }

    move(px) {
      this.at = this.from + (px - this.frame.left) / (this.frame.right - this.frame.left) * (this.to - this.from);
      this.at = Math.min(this.to, Math.max(this.from, this.at));
      this.show();
    }

    key(e) {
      const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 }[e.key];
      if (!step && e.key !== "Home" && e.key !== "End") return;
      const xs = [...new Set(this.lines.flatMap(l => l.x))].sort((a, b) => a - b);
      let i = this.at === null ? 0 : xs.findIndex(x => x >= this.at - 1e-9);
      i = e.key === "Home" ? 0 : e.key === "End" ? xs.length - 1 : (i < 0 ? xs.length - 1 : i) + step;
      this.at = xs[Math.min(xs.length - 1, Math.max(0, i))];
      e.preventDefault();
      this.show();
    }

    show() {
      this.overlay.replaceChildren();
      if (this.at === null) {
        this.readout.textContent = "Point at the chart, or use the arrow keys, to read values.";
        return;
      }
      const x = this.x(this.at), unit = this.spec.unit === "s" ? seconds : percent;
      this.overlay.append(
        make("svg:line", { x1: x, x2: x, y1: this.frame.top, y2: this.frame.bottom, class: "cursor" }));
      const where = this.spec.axis === "time" ? clock(Math.round(this.at)) : rank(this.at);
      this.readout.replaceChildren(make("b", {}, where));
      for (const l of this.lines) {
        let best = 0;
        for (let i = 1; i < l.x.length; i++) if (Math.abs(l.x[i] - this.at) < Math.abs(l.x[best] - this.at)) best = i;
        this.overlay.append(
          make("svg:circle", { cx: this.x(l.x[best]), cy: this.y(l.y[best]), r: 5, class: "line" + l.variant % 7 }));
        const item = make("span", {});
        item.append(make("span", { class: "swatch line" + l.variant % 7 }),
          `${data.variants[l.variant]} ${unit(l.y[best])}`);
        this.readout.append(item);
      }
    }
  }

  const sortable = table => {
    const body = table.tBodies[0];
    if (body.rows.length < 2) return;
    const valueOf = (row, i) => row.cells[i].dataset.v === undefined
      ? row.cells[i].textContent : Number(row.cells[i].dataset.v);
    [...table.tHead.rows[0].cells].forEach((head, i) => {
      if (head.classList.contains("bars")) return;
      const button = make("button", { type: "button" }, head.textContent);
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const h of table.tHead.rows[0].cells) h.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const sign = down ? -1 : 1;
        [...body.rows].sort((a, b) => {
          const [u, v] = [valueOf(a, i), valueOf(b, i)];
          if (typeof u !== typeof v) return typeof u === "number" ? -1 : 1;
          return sign * (typeof u === "number" ? u - v : u.localeCompare(v, "en", { numeric: true }));
        }).forEach(row => body.append(row));
      });
    });
  };

  const filter = details => {
    const label = make("label", { class: "filter" }, "Show only what contains ");
    const input = make("input", { type: "search" });
    label.append(input);
    details.querySelector(".scroll").before(label);
    input.addEventListener("input", () => {
      const wanted = input.value.toLowerCase();
      for (const row of details.querySelectorAll("tbody tr"))
        row.hidden = !row.textContent.toLowerCase().includes(wanted);
    });
  };

  document.documentElement.classList.add("scripts");
  for (const still of document.querySelectorAll("details.still")) still.open = false;
  for (const spec of data.charts) {
    const host = document.getElementById(spec.id);
    if (host) charts.push(new Chart(spec, host));
  }
  for (const box of document.querySelectorAll("[data-variant]")) {
    box.addEventListener("change", () => {
      if (box.checked) hidden.delete(+box.dataset.variant); else hidden.add(+box.dataset.variant);
      for (const chart of charts) chart.draw();
    });
  }
  document.querySelectorAll("table.sortable").forEach(sortable);
  document.querySelectorAll("details.all").forEach(filter);
  addEventListener("beforeprint", () => { for (const d of document.querySelectorAll("details")) d.open = true; });
})();
