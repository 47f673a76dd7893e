"""A causal language model of transformers behind NVIDIA Triton's Python backend.

One class for the two models of this repository: whether it answers once or streams its tokens is what
config.pbtxt says (model_transaction_policy { decoupled }). The model is read from the folder that the
parameter model_directory of config.pbtxt names, or else the environment variable MODEL_DIRECTORY.

Inputs, outputs and request parameters are those of Triton's vLLM backend, as far as they go: text_input,
stream, exclude_input_in_output, return_finish_reason, return_num_input_tokens, return_num_output_tokens;
max_tokens (16), temperature (1, 0 is greedy), top_p, top_k, seed, stop, ignore_eos as parameters, or as
one JSON text in sampling_parameters, which is what Triton's OpenAI frontend sends.
Requests that wait together are decoded as one batch, which ends with its longest answer.
"""

import json
import os

import numpy
import torch
import triton_python_backend_utils as pb_utils
from transformers import AutoModelForCausalLM, AutoTokenizer

UNFINISHED = "None"
TEXTS = numpy.object_


class Question:
    """One request: its prompts, and what it asks for."""

    def __init__(self, request, decoupled):
        self.sender = request.get_response_sender() if decoupled else None
        self.texts = [one.decode() for one in self.tensor(request, "text_input").flatten()]
        self.streams = self.flag(request, "stream")
        self.echoes = not self.streams and not self.flag(request, "exclude_input_in_output")
        self.asked = [
            name
            for name in ("finish_reason", "num_input_tokens", "num_output_tokens")
            if self.flag(request, "return_" + name)
        ]
        self.said = json.loads(request.parameters() or "{}")
        sampling = self.tensor(request, "sampling_parameters")
        if sampling is not None:
            self.said.update(json.loads(sampling.flatten()[0]))
        if self.streams and not decoupled:
            raise ValueError("this model does not stream: ask the decoupled one, or without stream")
        if self.streams and len(self.texts) > 1:
            raise ValueError("a stream answers one prompt, not %d" % len(self.texts))

    @staticmethod
    def tensor(request, name):
        found = pb_utils.get_input_tensor_by_name(request, name)
        return None if found is None else found.as_numpy()

    def flag(self, request, name):
        found = self.tensor(request, name)
        return found is not None and bool(found.flatten()[0])

    def number(self, name, kind, usual):
        return kind(self.said[name]) if name in self.said else usual


class Answer:
    """The answer to one prompt, token by token."""

    def __init__(self, question, text, prompt, tokenizer, limit):
        self.tokenizer = tokenizer
        self.prompt, self.prompt_tokens = text, len(prompt)
        self.most = question.number("max_tokens", int, 16)
        if self.most < 1:
            raise ValueError("max_tokens must be at least 1, got %d" % self.most)
        if self.prompt_tokens == 0 or self.prompt_tokens + self.most > limit:
            raise ValueError(
                "this model's context has %d tokens; the prompt has %d, %d more are asked for"
                % (limit, self.prompt_tokens, self.most)
            )
        self.temperature = question.number("temperature", float, 1.0)
        self.top_p = question.number("top_p", float, 1.0)
        self.top_k = question.number("top_k", int, 0)
        stop = question.said.get("stop", [])
        self.stops = [stop] if isinstance(stop, str) else stop
        self.ends = str(question.said.get("ignore_eos", False)).lower() != "true"
        self.random = torch.Generator()
        self.random.manual_seed(question.number("seed", int, self.random.seed() % 2**31))
        self.tokens, self.text, self.told, self.told_tokens = [], "", 0, 0
        self.finish = None

    def choose(self, logits):
        if self.temperature <= 0:
            return int(logits.argmax())
        chances, tokens = torch.softmax(logits / self.temperature, -1).sort(descending=True)
        beyond = chances.cumsum(-1) - chances >= self.top_p
        if self.top_k > 0:
            beyond[self.top_k :] = True
        return int(tokens[torch.multinomial(chances.masked_fill(beyond, 0), 1, generator=self.random)])

    def take(self, token):
        self.tokens.append(token)
        ended = self.ends and token == self.tokenizer.eos_token_id
        self.text = self.tokenizer.decode(self.tokens[:-1] if ended else self.tokens)
        stops = [place for place in map(self.text.find, self.stops) if place >= 0]
        if stops:
            self.text = self.text[: min(stops)]
        if ended or stops:
            self.finish = "stop"
        elif len(self.tokens) == self.most:
            self.finish = "length"

    def news(self):
        """The text and the number of tokens since the last call; half a character waits for its rest."""
        whole = self.text if self.finish else self.text.rstrip("\ufffd")
        text, tokens = whole[self.told :], len(self.tokens) - self.told_tokens
        self.told, self.told_tokens = max(self.told, len(whole)), len(self.tokens)
        return text, tokens


class TritonPythonModel:
    def initialize(self, args):
        config = json.loads(args["model_config"])
        self.decoupled = config["model_transaction_policy"]["decoupled"]
        self.batches = config["max_batch_size"] > 0
        named = config["parameters"].get("model_directory", {}).get("string_value")
        folder = named or os.environ.get("MODEL_DIRECTORY")
        if not folder or not os.path.isdir(folder):
            raise pb_utils.TritonModelException(
                "no model in %s: set MODEL_DIRECTORY, or model_directory in config.pbtxt, to a folder in"
                " Hugging Face format" % folder
            )
        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        self.model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
        self.limit = self.model.config.max_position_embeddings

    def execute(self, requests):
        responses = [None] * len(requests)
        answers = []
        for place, request in enumerate(requests):
            try:
                question = Question(request, self.decoupled)
                prompts = [self.tokenizer(text)["input_ids"] for text in question.texts]
                parts = [
                    Answer(question, text, prompt, self.tokenizer, self.limit)
                    for text, prompt in zip(question.texts, prompts)
                ]
                answers.append((place, question, parts, prompts))
            except Exception as problem:
                refused = pb_utils.InferenceResponse(error=pb_utils.TritonError(str(problem)))
                responses[place] = refused
                if self.decoupled:
                    self.send(request.get_response_sender(), refused, True)
        for question, parts, place in self.decode(answers):
            done = all(part.finish for part in parts)
            if self.decoupled:
                self.send(question.sender, self.response(question, parts), done)
            else:
                responses[place] = self.response(question, parts)
        return None if self.decoupled else responses

    @torch.inference_mode()
    def decode(self, answers):
        """Yields a question whenever something of it is to be told: each token, or the whole."""
        rows = [part for _, _, parts, _ in answers for part in parts]
        prompts = [prompt for _, _, _, of in answers for prompt in of]
        if not rows:
            return
        widest = max(len(prompt) for prompt in prompts)
        ids = torch.tensor([[0] * (widest - len(prompt)) + prompt for prompt in prompts])
        seen = torch.tensor([[0] * (widest - len(prompt)) + [1] * len(prompt) for prompt in prompts])
        places = (seen.cumsum(-1) - 1).clamp(min=0)
        past = None
        while not all(row.finish for row in rows):
            going = [not row.finish for row in rows]
            out = self.model(
                input_ids=ids, attention_mask=seen, position_ids=places, past_key_values=past, use_cache=True
            )
            past = out.past_key_values
            logits = out.logits[:, -1].float()
            chosen = [row.choose(logits[i]) if going[i] else 0 for i, row in enumerate(rows)]
            for i, row in enumerate(rows):
                if going[i]:
                    row.take(chosen[i])
            ids = torch.tensor(chosen).unsqueeze(1)
            seen = torch.cat([seen, seen.new_ones(len(rows), 1)], 1)
            places = places[:, -1:] + 1
            first = 0
            for place, question, parts, _ in answers:
                went = any(going[first : first + len(parts)])
                first += len(parts)
                if went and (question.streams or all(part.finish for part in parts)):
                    yield question, parts, place

    def response(self, question, parts):
        news = [part.news() for part in parts]
        texts = [(part.prompt if question.echoes else "") + text for part, (text, _) in zip(parts, news)]
        known = {
            "finish_reason": ([part.finish or UNFINISHED for part in parts], TEXTS),
            "num_input_tokens": ([part.prompt_tokens for part in parts], numpy.uint32),
            "num_output_tokens": ([tokens for _, tokens in news], numpy.uint32),
        }
        outputs = [self.output("text_output", texts, TEXTS)]
        outputs += [self.output(name, *known[name]) for name in question.asked]
        return pb_utils.InferenceResponse(output_tensors=outputs)

    def output(self, name, values, kind):
        tensor = numpy.array(values, dtype=kind)
        return pb_utils.Tensor(name, tensor.reshape(-1, 1) if self.batches else tensor)

    @staticmethod
    def send(sender, response, last):
        sender.send(response, flags=pb_utils.TRITONSERVER_RESPONSE_COMPLETE_FINAL if last else 0)
