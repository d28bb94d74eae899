import { html, render } from '../lib/preact.js';
import { startLive } from './data/live.js';
import { startSeries } from './data/mesh.js';
import { startWho } from './data/who.js';
import { followLinks } from './router.js';
import { Shell } from './shell.js';

history.scrollRestoration = 'manual';
followLinks();
startLive();
startWho();
startSeries();
const app = document.getElementById('app');
app.replaceChildren();
render(html`<${Shell} />`, app);
