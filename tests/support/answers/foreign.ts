import type { FaultRule } from "../../../emulator/src";

/** An answer as something other than the API gives it. */
export interface ForeignAnswer {
  /** Who answers so, and when. */
  readonly who: string;
  readonly status: number;
  /** Empty where there is none. */
  readonly contentType: string;
  readonly body: string;
}

const TEXT = "text/plain; charset=utf-8";
const HTML = "text/html; charset=UTF-8";
const JSON_TYPE = "application/json";
const PROBLEM = "application/problem+json";

const answer = (who: string, status: number, contentType: string, body: string | object): ForeignAnswer => ({
  who,
  status,
  contentType,
  body: typeof body === "string" ? body : JSON.stringify(body),
});
const page = (title: string, rest = "") =>
  `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n${rest}</body>\r\n</html>\r\n`;
const nginx = (title: string) => page(title, "<hr><center>nginx/1.27.4</center>\r\n");

/** Answers that do not have the form of the API's: whoever gives them, it is not the API. */
export const FOREIGN_ANSWERS: readonly ForeignAnswer[] = [
  // Gateways and balancers that know no route, or none yet.
  answer("Traefik, while a container is replaced", 404, TEXT, "404 page not found\n"),
  answer("Traefik, without a server", 503, TEXT, "no available server\n"),
  answer("Kong, without a route", 404, JSON_TYPE, { message: "no Route matched with those values" }),
  answer("Kong 3, without a route", 404, JSON_TYPE, {
    message: "no Route matched with those values",
    request_id: "b8c5b05d3a6f6f2d7a1e0f3f0f6c1b52",
  }),
  answer("Kong, key authentication", 401, JSON_TYPE, { message: "No API key found in request" }),
  answer("APISIX, without a route", 404, TEXT, '{"error_msg":"404 Route Not Found"}\n'),
  answer("Tyk, without an API", 404, TEXT, "Not Found"),
  answer("KrakenD, without an endpoint", 404, TEXT, ""),
  answer("Apigee, without a proxy", 404, JSON_TYPE, {
    fault: {
      faultstring: "Unable to identify proxy for host: secure and url: /api/v2/instance",
      detail: { errorcode: "messaging.adaptors.http.flow.ApplicationNotFound" },
    },
  }),
  answer("nginx, 404", 404, "text/html", nginx("404 Not Found")),
  answer("nginx, 403", 403, "text/html", nginx("403 Forbidden")),
  answer("nginx, basic authentication", 401, "text/html", nginx("401 Authorization Required")),
  answer("nginx, no such method", 405, "text/html", nginx("405 Not Allowed")),
  answer("nginx, server down", 502, "text/html", nginx("502 Bad Gateway")),
  answer("ingress-nginx, default backend", 404, TEXT, "default backend - 404"),
  answer(
    "Apache",
    404,
    "text/html; charset=iso-8859-1",
    `<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n<title>404 Not Found</title>\n</head><body>\n<h1>Not Found</h1>\n<p>The requested URL was not found on this server.</p>\n<hr>\n<address>Apache/2.4.62 (Debian) Server at chat.example Port 443</address>\n</body></html>\n`,
  ),
  answer(
    "HAProxy, without a server",
    503,
    "text/html",
    "<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this request.\n</body></html>\n",
  ),
  answer(
    "HAProxy, 403",
    403,
    "text/html",
    "<html><body><h1>403 Forbidden</h1>\nRequest forbidden by administrative rules.\n</body></html>\n",
  ),
  answer("Caddy, without a route", 404, "", ""),
  answer(
    "Varnish",
    503,
    HTML,
    "<!DOCTYPE html>\n<html>\n  <head>\n    <title>503 Backend fetch failed</title>\n  </head>\n  <body>\n    <h1>Error 503 Backend fetch failed</h1>\n    <p>Guru Meditation:</p>\n  </body>\n</html>\n",
  ),
  answer("Envoy and Istio, without a route", 404, "", ""),
  answer("Envoy, without a healthy server", 503, TEXT, "no healthy upstream"),
  answer("Envoy and GKE, an injected fault", 404, "text/plain", "fault filter abort"),
  answer("Istio, authorization policy", 403, TEXT, "RBAC: access denied"),
  answer("Kubernetes API", 404, JSON_TYPE, {
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    message: "the server could not find the requested resource",
    reason: "NotFound",
    details: {},
    code: 404,
  }),
  answer(
    "OpenShift router",
    503,
    "text/html",
    "<html><body><div><h1>Application is not available</h1></div></body></html>",
  ),
  answer(
    "Squid",
    403,
    "text/html;charset=utf-8",
    "<!DOCTYPE html><html><head><title>ERROR: The requested URL could not be retrieved</title></head><body><h1>ERROR</h1><p>Access Denied.</p></body></html>",
  ),

  // Clouds.
  answer("AWS HTTP API, without a route", 404, JSON_TYPE, { message: "Not Found" }),
  answer("AWS REST API, without a resource", 403, JSON_TYPE, { message: "Missing Authentication Token" }),
  answer("AWS API Gateway, refused", 403, JSON_TYPE, { message: "Forbidden" }),
  answer("AWS API Gateway, authorizer", 401, JSON_TYPE, { message: "Unauthorized" }),
  answer("AWS load balancer, fixed response", 404, "text/plain", "Not Found"),
  answer(
    "AWS load balancer, without a target",
    503,
    "text/html",
    page("503 Service Temporarily Unavailable"),
  ),
  answer("AWS Lambda URL", 403, JSON_TYPE, { Message: "Forbidden" }),
  answer(
    "AWS S3",
    404,
    "application/xml",
    '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>',
  ),
  answer(
    "CloudFront, refused",
    403,
    "text/html",
    '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN" "http://www.w3.org/TR/html4/loose.dtd">\n<HTML><HEAD><TITLE>ERROR: The request could not be satisfied</TITLE></HEAD><BODY><H1>403 ERROR</H1></BODY></HTML>\n',
  ),
  answer(
    "Azure Application Gateway",
    404,
    "text/html",
    page("404 Not Found", "<hr><center>Microsoft-Azure-Application-Gateway/v2</center>\r\n"),
  ),
  answer(
    "Azure Application Gateway, firewall",
    403,
    "text/html",
    page("403 Forbidden", "<hr><center>Microsoft-Azure-Application-Gateway/v2</center>\r\n"),
  ),
  answer(
    "Azure App Service, stopped",
    403,
    "text/html",
    "<!DOCTYPE html><html><head><title>Web App - Unavailable</title></head><body><h1>Error 403 - This web app is stopped.</h1></body></html>",
  ),
  answer(
    "Azure Front Door",
    404,
    "text/html",
    "<!DOCTYPE html><html><head><title>Page not found</title></head><body><h2>Our services aren't available right now</h2></body></html>",
  ),
  answer(
    "Google load balancer",
    404,
    "text/html; charset=UTF-8",
    "<!DOCTYPE html>\n<html lang=en>\n  <meta charset=utf-8>\n  <title>Error 404 (Not Found)!!1</title>\n  <p><b>404.</b> <ins>That’s an error.</ins>\n  <p>The requested URL <code>/api/v2/instance</code> was not found on this server.",
  ),
  answer(
    "GKE, default backend",
    404,
    TEXT,
    "response 404 (backend NotFound), service rules for the path non-existent \n",
  ),
  answer("Google Cloud Endpoints", 404, JSON_TYPE, {
    code: 5,
    message: "Method does not exist.",
    details: [],
  }),
  answer(
    "Cloudflare, firewall",
    403,
    HTML,
    '<!DOCTYPE html>\n<html class="no-js" lang="en-US">\n<head>\n<title>Attention Required! | Cloudflare</title>\n</head><body>Sorry, you have been blocked</body></html>',
  ),
  answer(
    "Cloudflare, challenge",
    403,
    HTML,
    '<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title></head><body>Enable JavaScript and cookies to continue</body></html>',
  ),
  answer("Cloudflare, error 1020 as JSON", 403, PROBLEM, {
    type: "https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-1xxx-errors/error-1020/",
    title: "Error 1020: Access denied",
    status: 403,
    detail: "The request was blocked by a Cloudflare firewall rule configured by the site owner.",
    error_code: 1020,
    cloudflare_error: true,
  }),
  answer("Cloudflare, error 1001", 409, TEXT, "error code: 1001"),
  answer("Cloudflare, server down", 521, TEXT, "error code: 521"),
  answer(
    "Cloudflare, no certificate",
    526,
    HTML,
    "<!DOCTYPE html><html><head><title>chat.example | 526: Invalid SSL certificate</title></head></html>",
  ),
  answer(
    "F5 firewall, with 200",
    200,
    HTML,
    "<html><head><title>Request Rejected</title></head><body>The requested URL was rejected. Please consult with your administrator.<br><br>Your support ID is: 4045204596866416688</body></html>",
  ),
  answer(
    "Imperva",
    403,
    "text/html",
    "<html><body><iframe>Request unsuccessful. Incapsula incident ID: 92000-1</iframe></body></html>",
  ),
  answer(
    "Akamai",
    403,
    "text/html",
    "<HTML><HEAD>\n<TITLE>Access Denied</TITLE>\n</HEAD><BODY>\n<H1>Access Denied</H1>\nYou don't have permission to access this server.<P>\nReference&#32;&#35;18\n</BODY>\n</HTML>\n",
  ),

  // Platforms and tunnels, while the application is not there.
  answer(
    "Heroku, no such app",
    404,
    "text/html; charset=utf-8",
    '<!DOCTYPE html>\n<html>\n  <head><title>Heroku | No such app</title></head>\n  <body><iframe src="//www.herokucdn.com/error-pages/no-such-app.html"></iframe></body>\n</html>',
  ),
  answer(
    "Heroku, application error",
    503,
    "text/html; charset=utf-8",
    "<!DOCTYPE html>\n<html>\n  <head><title>Application error</title></head>\n</html>",
  ),
  answer("Render", 404, TEXT, "Not Found\n"),
  answer("Fly.io, without a machine", 502, "", ""),
  answer("Railway", 404, JSON_TYPE, {
    status: "error",
    code: 404,
    message: "Application not found",
    request_id: "fohnY4aaR-Krbp59Cx5-qw",
  }),
  answer(
    "Vercel",
    404,
    TEXT,
    "The page could not be found\n\nNOT_FOUND\n\nlhr1::9jcs9-1705441363398-91d22389571b\n",
  ),
  answer("Netlify", 404, TEXT, "Not Found - Request ID: 01HQ0000000000000000000000"),
  answer("Cloud Foundry", 404, TEXT, "404 Not Found: Requested route ('chat.example') does not exist.\n"),
  answer(
    "GitHub Pages",
    404,
    HTML,
    "<!DOCTYPE html><html><head><title>Site not found &middot; GitHub Pages</title></head></html>",
  ),
  answer(
    "ngrok, offline",
    404,
    TEXT,
    "The endpoint chat.ngrok-free.app is offline.\r\n\r\nERR_NGROK_3200\r\n",
  ),
  answer(
    "ngrok, offline, as a page",
    404,
    "text/html",
    '<!DOCTYPE html>\n<html lang="en-US">\n<head><meta name="author" content="ngrok"><title>ERR_NGROK_3200</title></head></html>',
  ),
  answer("localtunnel", 404, TEXT, "404"),
  answer("Cloudflare Tunnel, offline", 530, TEXT, "error code: 1033"),
  answer(
    "Vite, an address that is not allowed",
    403,
    TEXT,
    'Blocked request. This host ("chat.example") is not allowed.\n',
  ),

  // Other applications at the address.
  answer(
    "Express",
    404,
    "text/html; charset=utf-8",
    '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Error</title>\n</head>\n<body>\n<pre>Cannot GET /api/v2/instance/shop-01/webhook</pre>\n</body>\n</html>\n',
  ),
  answer("Spring Boot", 404, JSON_TYPE, {
    timestamp: "2026-11-27T20:59:56.689+00:00",
    status: 404,
    error: "Not Found",
    path: "/api/v2/instance/shop-01/webhook",
  }),
  answer("Spring Boot 3, problem", 404, PROBLEM, {
    type: "about:blank",
    title: "Not Found",
    status: 404,
    detail: "No static resource api/v2/instance.",
    instance: "/api/v2/instance",
  }),
  answer("FastAPI", 404, JSON_TYPE, { detail: "Not Found" }),
  answer("Django REST framework", 404, JSON_TYPE, { detail: "Not found." }),
  answer(
    "Flask",
    404,
    HTML,
    "<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n<p>The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.</p>\n",
  ),
  answer("Rails", 404, JSON_TYPE, { status: 404, error: "Not Found" }),
  answer("Laravel", 404, JSON_TYPE, {
    message: "The route api/v2/instance could not be found.",
    exception: "Symfony\\Component\\HttpKernel\\Exception\\NotFoundHttpException",
  }),
  answer("ASP.NET Core", 404, PROBLEM, {
    type: "https://tools.ietf.org/html/rfc9110#section-15.5.5",
    title: "Not Found",
    status: 404,
    traceId: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00",
  }),
  answer("Go's own server", 404, TEXT, "404 page not found\n"),
  answer("Gin", 404, "text/plain", "404 page not found"),
  answer("Echo", 404, JSON_TYPE, { message: "Not Found" }),
  answer("Elasticsearch", 404, JSON_TYPE, { error: { type: "index_not_found_exception" }, status: 404 }),
  answer("PostgREST", 404, JSON_TYPE, {
    code: "PGRST125",
    details: null,
    hint: null,
    message: "Invalid path specified in request URL",
  }),
  answer("Swagger mock without an answer", 404, JSON_TYPE, {}),
  answer("json-server", 404, JSON_TYPE, "{}\n"),

  // CodeChat servers that have no /api/v2.
  answer("whatsapp-api", 404, JSON_TYPE, {
    status: 404,
    message: "Cannot GET /api/v2/instance/shop-01/webhook",
    error: "Not Found",
  }),
  answer("whatsapp-api, token refused", 401, JSON_TYPE, { status: 401, error: "Unauthorized" }),
  answer("whatsapp-api-go, no such route", 404, JSON_TYPE, {
    statusCode: 404,
    error: "not-found",
    messages: ["Recurso nao encontrado."],
  }),
  answer("whatsapp-api-go, wrong method", 500, JSON_TYPE, {
    statusCode: 500,
    error: "internal-server-error",
    messages: ["Erro interno do servidor."],
  }),
  answer("whatsapp-api-go, another instance's token", 403, JSON_TYPE, {
    statusCode: 403,
    error: "forbidden",
    messages: ["Acesso negado."],
  }),

  // Whatever else a program can say.
  answer("nothing, as JSON", 404, JSON_TYPE, ""),
  answer("null", 404, JSON_TYPE, "null"),
  answer("an empty list", 404, JSON_TYPE, "[]"),
  answer("a string", 404, JSON_TYPE, '"Not Found"'),
  answer("a number", 404, JSON_TYPE, "404"),
  answer("half of JSON", 404, JSON_TYPE, '{"statusCode":404,"message":"Not'),
  answer("JSON:API", 404, "application/vnd.api+json", { errors: [{ status: "404", title: "Not found" }] }),
  answer("GraphQL", 404, JSON_TYPE, { errors: [{ message: "Not found" }], data: null }),
  answer("a status code that is text", 404, JSON_TYPE, { statusCode: "404", message: "Webhook not found" }),
  answer("a message that is none", 404, JSON_TYPE, { statusCode: 404, message: null }),
  answer("the API's words as text", 404, TEXT, "Webhook not found"),
  answer(
    "a captive portal, with 200",
    200,
    HTML,
    "<!DOCTYPE html><html><head><title>Sign in to the network</title></head></html>",
  ),
  answer("a health check, with 200", 200, TEXT, "OK"),
  answer("nothing, with 200", 200, "", ""),
];

/** Answers of others that have exactly the form of the API's: only the list can tell. */
export const FOREIGN_IN_API_FORM: readonly ForeignAnswer[] = [
  answer("Azure API Management", 404, JSON_TYPE, '{ "statusCode": 404, "message": "Resource not found" }'),
  answer("another NestJS service", 404, JSON_TYPE, { statusCode: 404, message: "Not Found" }),
  answer("another NestJS service, with a reason", 404, JSON_TYPE, {
    message: "Tenant not found",
    error: "Not Found",
    statusCode: 404,
  }),
  answer("Fastify", 404, JSON_TYPE, {
    message: "Route GET:/api/v2/instance/shop-01/webhook not found",
    error: "Not Found",
    statusCode: 404,
  }),
  answer("LoopBack behind a filter", 404, JSON_TYPE, { statusCode: 404, message: ["no such endpoint"] }),
];

/** Has this answer given to calls. @param call default: to every one */
export function answering(
  { status, contentType, body }: ForeignAnswer,
  call: FaultRule["call"] = "any",
): FaultRule {
  return { call, fault: { kind: "body", status, contentType, body } };
}

/** An answer of {@link FOREIGN_ANSWERS} or {@link FOREIGN_IN_API_FORM}. @throws Error where nobody answers so */
export function foreignAnswer(who: string): ForeignAnswer {
  const found = [...FOREIGN_ANSWERS, ...FOREIGN_IN_API_FORM].find((each) => each.who === who);
  if (!found) throw new Error(`no foreign answer is known of "${who}"`);
  return found;
}

/** What an error says where somebody else than the API seems to have answered. */
export const SAYS_WHO_ANSWERED =
  /proxy|gateway|in front|without this API|not (one of )?the API's|not the CodeChat API|not as the API documents|a CodeChat API v2 server/i;

/** What to do where the API has refused a token, which nobody else can. */
export const ASKS_FOR_TOKEN = /give this instance's own token/;
