import { isProxyConfigured } from "../../provider/http/agents";

test.each(["HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy"])("%s names a proxy", (name) => {
  expect(isProxyConfigured({ PATH: "/bin", [name]: "http://proxy.example" })).toBe(true);
});

test.each(["NO_PROXY", "HTTP_PROXY_USER", "MY_HTTP_PROXY"])("%s does not", (name) => {
  expect(isProxyConfigured({ PATH: "/bin", [name]: "value" })).toBe(false);
});
