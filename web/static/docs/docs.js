// Shows the OpenAPI document with Swagger UI, whose bundle the page has loaded before.

const main = document.querySelector("#swagger-ui");

window.SwaggerUIBundle({
  domNode: main,
  url: main.dataset.document,
  deepLinking: true,
  // The default one asks swagger.io.
  validatorUrl: null,
});
