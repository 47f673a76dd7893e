/**
 * Chat templates: an interpreter of Jinja as transformers sets it up for them ({@code
 * ImmutableSandboxedEnvironment} with {@code trim_blocks} and {@code lstrip_blocks}, the extension
 * {@code loopcontrols}, the tag {@code generation}, {@code tojson} as {@code json.dumps} without
 * escapes, {@code raise_exception} and {@code strftime_now}). The same weights must see the same
 * prompt in every stack, so a template is rendered byte for byte as there, or it is refused with
 * the name of the construct and its line; there is nothing in between.
 *
 * <p>Measured on 2026-11-26 against transformers 5.24.0 with jinja2 3.1.6, on the templates that
 * come with llama.cpp (as in llama-cpp-python 0.3.36) and vLLM 0.33.0, on those of chujiezheng's
 * collection and one of minja's: 178 files, 145 of them different, of more than sixty models. Each
 * was given 18 conversations (with and without a system prompt, several turns, empty contents,
 * reasoning, calls of tools and their results, contents in parts, orders of roles that templates
 * refuse) with six sets of variables (tools, documents, thinking on and off) and with and without
 * {@code add_generation_prompt}: 38,448 renderings. All 30,760 that transformers renders are equal
 * byte by byte; all 7,688 that it refuses are refused. Of 8,000 random templates, made of the
 * language's constructs without regard to sense, 99.1 % were equal or refused by both, 0.4 % were
 * refused here by name, and what differed in the rest was an error on one side.
 *
 * <p>Refused: inheritance and inclusion of other templates, {@code autoescape}, {@code cycler},
 * {@code joiner}, {@code lipsum}, filters for web pages and a few rare ones, most filters and
 * methods on what {@code safe} or {@code escape} gave, computing with integers of more than 64
 * bits, slices of ranges, {@code float} and {@code bool} as keys, showing functions. A rendering is
 * bounded in its steps, in the text and lists it makes and in how deep its macros go.
 */
package org.inferometer.server.template;
