// Shows the values under the pointer. They are read off the drawn lines, so the page carries each of them once.
'use strict';
(() => {
  const steps = (value, units, step) => {
    let unit = 0;
    while (value >= step && unit < units.length - 1) { value /= step; unit++; }
    return value.toPrecision(value >= 100 ? Math.max(3, String(Math.round(value)).length) : 3) + ' ' + units[unit];
  };
  const texts = {
    PER_SECOND: v => (v >= 100 ? Math.round(v).toLocaleString('en') : v.toPrecision(3)) + '/s',
    BYTES: v => steps(v, ['B', 'kB', 'MB', 'GB', 'TB', 'PB'], 1000),
    BYTES_PER_SECOND: v => texts.BYTES(v) + '/s',
    NS: v => steps(v / 1e3, ['us', 'ms', 's'], 1000),
    PERCENT: v => Math.round(v) + '%',
    PARTS: v => v.toFixed(1),
  };
  const clock = s => {
    const two = n => String(Math.floor(n)).padStart(2, '0');
    return two(s / 3600) + ':' + two(s / 60 % 60) + ':' + two(s % 60);
  };
  const places = path => (path.getAttribute('d').match(/[\d.]+,[\d.]+/g) || []).map(p => p.split(',').map(Number));
  const height = (line, x) => {
    let low = 0, high = line.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (line[middle][0] < x) low = middle + 1; else high = middle;
    }
    return line.length ? line[low][1] : 0;
  };
  for (const svg of document.querySelectorAll('svg[data-plot]')) {
    const [left, top, right, bottom] = svg.dataset.plot.split(' ').map(Number);
    const low = Number(svg.dataset.low), high = Number(svg.dataset.high), end = Number(svg.dataset.end);
    const text = texts[svg.dataset.unit];
    const said = svg.parentNode.querySelector('output');
    const cursor = document.createElementNS(svg.namespaceURI, 'line');
    cursor.setAttribute('class', 'cursor');
    let lines = null;
    const value = y => {
      const place = (bottom - y) / (bottom - top);
      return svg.dataset.log ? low * Math.pow(high / low, place) : low + (high - low) * place;
    };
    svg.addEventListener('pointermove', event => {
      lines = lines || [...svg.querySelectorAll('path[data-name]')].map(p => {
        const all = places(p);
        return { name: p.dataset.name, line: svg.dataset.stacked ? all.slice(1) : all };
      });
      const box = svg.getBoundingClientRect();
      const x = Math.min(right, Math.max(left, (event.clientX - box.left) / box.width * svg.viewBox.baseVal.width));
      const values = lines.map(one => value(height(one.line, x)));
      const shown = svg.dataset.stacked ? values.map((v, i) => v - (values[i + 1] || 0)) : values;
      said.textContent = clock((x - left) / (right - left) * end) + '  '
        + lines.map((one, i) => (lines.length > 1 ? one.name + ' ' : '') + text(shown[i])).reverse().join(', ');
      for (const [name, at] of [['x1', x], ['x2', x], ['y1', top], ['y2', bottom]]) cursor.setAttribute(name, at);
      svg.appendChild(cursor);
    });
    svg.addEventListener('pointerleave', () => { said.textContent = ''; cursor.remove(); });
  }
})();
