'use strict';

const dark = matchMedia('(prefers-color-scheme: dark)');

function paint() {
  document.documentElement.classList.toggle('dark-mode', dark.matches);
}

function note(text) {
  const paragraph = document.createElement('p');
  paragraph.className = 'note';
  paragraph.setAttribute('role', 'alert');
  paragraph.textContent = text;
  document.getElementById('api').replaceChildren(paragraph);
}

/** The renderer would send the examples of all parameters along, also of those that nobody needs. */
function withoutSuggestions(description) {
  const items = Object.values(description.paths);
  const operations = items.flatMap((item) => Object.values(item));
  const shared = Object.values(description.components.parameters);
  const parameters = [...operations.flatMap((one) => one.parameters ?? []), ...shared];
  for (const parameter of parameters) {
    if (!parameter.required) {
      delete parameter.example;
      delete parameter.examples;
    }
  }
  return description;
}

/** What is tried goes to where this page came from, whatever prefix a proxy put before it. */
function here(description) {
  const base = new URL('.', location.href).pathname.replace(/\/$/, '') || '/';
  return { ...description, servers: [{ url: base, description: 'where this page came from' }] };
}

function show(description) {
  const title = `${description.info.title} API ${description.info.version}`;
  document.title = title;
  document.getElementById('name').textContent = title;
  SwaggerUIBundle({
    spec: here(withoutSuggestions(description)),
    dom_id: '#api',
    deepLinking: true,
    docExpansion: 'list',
    defaultModelsExpandDepth: 0,
    displayRequestDuration: true,
    tryItOutEnabled: true,
    validatorUrl: null,
  });
}

async function read() {
  const answer = await fetch('openapi.json');
  if (!answer.ok) {
    throw new Error(`HTTP ${answer.status}`);
  }
  return answer.json();
}

paint();
dark.addEventListener('change', paint);
read().then(show, (error) => note(`The description could not be read: ${error.message}`));
