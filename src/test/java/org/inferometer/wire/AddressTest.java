package org.inferometer.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.inferometer.record.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "http://127.0.0.1:8000,                  127.0.0.1:8000, '',      /v1",
    "http://127.0.0.1:8000/,                 127.0.0.1:8000, '',      /v1",
    "' http://h//v1// ',                     h,              '',      /v1",
    "HTTP://h:,                              h,              '',      /v1",
    "http://llm_server:9000,                 llm_server:9000,'',      /v1",
    "http://-odd-.name_:1/,                  -odd-.name_:1,  '',      /v1",
    "http://[::1]:8000/v1,                   [::1]:8000,     '',      /v1",
    "http://[fe80::1%eth0]:80,               [fe80::1%eth0]:80,'',    /v1",
    "http://münchen.example/,                xn--mnchen-3ya.example,'',/v1",
    "https://h/proxy,                        h,              /proxy,  /proxy/v1",
    "https://h/proxy/v1/,                    h,              /proxy,  /proxy/v1",
    "http://h/v3,                            h,              '',      /v3",
    "https://h/api/paas/v4/,                 h,              /api/paas,/api/paas/v4",
    "https://h/v1beta/openai,                h,              '',      /v1beta/openai",
    "http://h/v1/chat/completions,           h,              '',      /v1",
    "http://h/v1/completions,                h,              '',      /v1",
    "http://h/v1/completions/,               h,              '',      /v1",
    "http://h/v1/models,                     h,              '',      /v1",
    "http://h/v3/chat/completions,           h,              '',      /v3",
    "http://h/chat/completions,              h,              '',      ''",
    "http://h/inference/chat/completions,    h,              /inference,/inference"
  })
  void isWhatAUserGivesOrPastes(String text, String authority, String base, String api) {
    Address address = Address.of(text);
    assertThat(address.authority()).isEqualTo(authority);
    assertThat(address.base()).isEqualTo(base);
    assertThat(address.api()).isEqualTo(api);
    assertThat(Address.of(address.uri().toString())).isEqualTo(address);
  }

  @ParameterizedTest(name = "{0} and {1}")
  @CsvSource({
    "http://h:80/v3,        http://H,              true",
    "http://localhost:8000, http://127.0.0.1:8000, true",
    "https://h,             http://h:443/proxy,    true",
    "http://h:8000,         http://h:8001,         false",
    "http://a,              http://b,              false"
  })
  void isOfTheSameServerWhereHostAndPortAre(String one, String other, boolean same) {
    assertThat(Address.of(one).isServerOf(URI.create(other))).isEqualTo(same);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "127.0.0.1:8000         | does not begin with http://; allowed: http://127.0.0.1:8000",
        "localhost:8000/v1      | does not begin with http://",
        "ftp://h                | is no http address",
        "http:/h                | is no http address",
        "?                      | is no http address",
        "http://                | has no host",
        "http://:8000           | has no host",
        "http://a b:1           | has no host",
        "http://::1:8000        | an IPv6 address stands in brackets",
        "http://h:99999         | has port 99999; allowed: a port from 1 to 65535",
        "http://h:0             | has port 0",
        "http://h:80a           | has port 80a",
        "http://h:-1            | has port -1",
        "http://h/v1?a=b        | belongs into the stack's path",
        "http://h/#top          | has a query or fragment",
        "http://h/v1/responses  | is a route of another API",
        "http://h/api/generate  | is a route of another API",
        "http://h/v1beta/models/m:generateContent | is a route of another API",
        "http://u:p@h           | holds a user name or password"
      })
  void saysWhatIsWrong(String text, String wrong) {
    assertThatThrownBy(() -> Address.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(wrong);
  }

  @ParameterizedTest
  @CsvSource({
    "http://user:hush-hush@h",
    "ftp://hush-hush@h",
    "http://h/?api_key=hush-hush",
    "httpx://h?t=hush-hush",
    "http://a:hush-hush@b:c@h:1"
  })
  void neverRepeatsASecret(String text) {
    assertThatThrownBy(() -> Address.of(text)).message().doesNotContain("hush");
  }

  @ParameterizedTest
  @CsvSource({
    "/v3,                              /v3/models",
    "/v3/,                             /v3/models",
    "//v3//,                           /v3/models",
    "/v3/chat/completions,             /v3/models",
    "/,                                /models",
    "/openai/deployments/d?version=1,  /openai/deployments/d/models?version=1",
    "/d/chat/completions?version=1,    /d/models?version=1"
  })
  void hasItsApiWhereAPathSays(String path, String models) {
    Address address = Address.of("http://h/proxy").at(path);
    assertThat(address.route("/v1/models")).isEqualTo(models);
    assertThat(address.base()).isEqualTo("/proxy");
  }

  @ParameterizedTest
  @CsvSource({
    "anthropic,   /v3/messages?version=1, /v3/messages?version=1",
    "anthropic,   /gateway,               /gateway/messages",
    "responses,   /v3/responses,          /v3/responses",
    "openai-chat, /v3/chat/completions,   /v3/chat/completions",
    "triton,      /v2/models/m/generate,  /v2/models/MODEL/generate",
    "triton,      /a/v2/models/m/versions/2/generate_stream, /a/v2/models/MODEL/generate",
    "openai-chat, /v1/chat/completions/,  /v1/chat/completions/",
    "openai-chat, /v3/chat/completions/?version=1, /v3/chat/completions/?version=1",
    "openai-chat, /v3/,                   /v3/chat/completions",
    "triton,      /a/v2,                  /a/v2/models/MODEL/generate",
    "triton-infer, /a/models/x/infer,     /a/models/MODEL/infer",
    "tgi,         /a/generate_stream,     /a/generate",
    "tgi,         /v1,                    /v1/generate",
    "llama-cpp/llama-cpp, /v1,            /v1/completion",
    "ollama,      /a/api/chat,            /a/api/chat"
  })
  void hasTheRoutesOfEachProtocolWhereAPathSays(String spoken, String path, String route) {
    Protocol protocol = Protocols.spoken(spoken).protocol();
    assertThat(Address.of("http://h").at(path, protocol).route(protocol.routes().first()))
        .isEqualTo(route);
  }

  @ParameterizedTest
  @CsvSource({
    ",                          /v1beta/models/m:streamGenerateContent?alt=sse",
    "/v1/projects/p?version=1,  /v1/projects/p/models/m:streamGenerateContent?alt=sse&version=1",
    "/v1/models/m:streamGenerateContent?alt=sse, /v1/models/m:streamGenerateContent?alt=sse",
    "/v1/models/m:generateContent, /v1/models/m:streamGenerateContent?alt=sse"
  })
  void joinsTheQueryOfARouteWithItsOwn(String path, String route) {
    Protocol gemini = Protocols.named("gemini");
    assertThat(
            Address.of("http://h").at(path, gemini).route(gemini.route(Api.CHAT, Mode.STREAM, "m")))
        .isEqualTo(route);
  }

  @Test
  void takesNoPathOfAnotherProtocol() {
    assertThatThrownBy(() -> Address.of("http://h").at("/v1/messages"))
        .hasMessage(
            "a path of another protocol than openai; allowed: a path in front of"
                + " /v1/chat/completions and /v1/completions, or one of these");
    assertThatThrownBy(
            () -> Address.of("http://h").at("/v1/responses", Protocols.named("anthropic")))
        .hasMessageContaining("in front of /v1/messages, or");
    assertThatThrownBy(
            () -> Address.of("http://h").at("/v2/models/m/infer", Protocols.named("triton")))
        .hasMessageContaining("in front of /v2/models/MODEL/generate and");
  }

  @Test
  void takesNoPathThatIsNoneOrHoldsASecret() {
    for (String path :
        new String[] {"v3", "", "/a b", "/a#b", "/ü", "/a|b", "/%zz", "/v1?api-key=hush"}) {
      assertThatThrownBy(() -> Address.of("http://h").at(path))
          .isInstanceOf(IllegalArgumentException.class)
          .message()
          .doesNotContain("hush");
    }
  }
}
