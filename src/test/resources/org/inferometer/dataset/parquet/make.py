"""Writes the files beside it, with pyarrow 26: python3 make.py"""

import base64
import json
import pyarrow as pa
import pyarrow.parquet as pq

SAID = pa.struct([("from", pa.string()), ("value", pa.string())])
CONVERSATIONS = {
    1: [("human", "Hi 1?"), ("gpt", "Hello 1.")],
    2: [],
    3: [("system", "Be."), ("human", "Hi 3?"), ("gpt", "Hello 3.")],
    4: [("human", None)],
    6: [("human", "Hi 6?"), ("gpt", "Hello 6."), ("human", "More?")],
    7: [("gpt", "Goes on.")],
    8: [("human", "Hi 8?"), ("gpt", None)],
    9: [None, ("human", "Hi 9?")],
}
SCHEMA = pa.schema([
    pa.field("id", pa.string(), nullable=False),
    ("question", pa.string()),
    ("answer", pa.string()),
    ("conversations", pa.list_(SAID)),
    ("number", pa.int64()),
    pa.field("small", pa.int32(), nullable=False),
    ("flag", pa.bool_()),
    ("score", pa.float64()),
    ("lists", pa.list_(pa.list_(pa.int32()))),
    ("deep", pa.struct([("a", pa.struct([("b", pa.string())]))])),
    ("map", pa.map_(pa.string(), pa.int32())),
    ("bytes", pa.binary()),
])


def said(all_said):
    return all_said and [one and {"from": one[0], "value": one[1]} for one in all_said]


ROWS = [
    {
        "id": f"q{i}",
        "question": None if i == 5 else f"Who is {i}?",
        "answer": None if i % 3 == 2 else f"It is ä {i}",
        "conversations": said(CONVERSATIONS.get(i)),
        "number": None if i == 1 else (-7) ** i,
        "small": 1000 - i,
        "flag": [True, False, None][i % 3],
        "score": None if i == 8 else i / 4,
        "lists": [None, [], [[]], [[1], None, [2, 3]], [[], [None, i]]][i % 5],
        "deep": [None, {"a": None}, {"a": {"b": None}}, {"a": {"b": f"b{i}"}}][i % 4],
        "map": None if i == 3 else {f"k{k}": k for k in range(i % 3)},
        "bytes": bytes([255, i]),
    }
    for i in range(10)
]


def expected(row):
    pairs = row["map"]
    return {
        **row,
        "map": pairs if pairs is None else {"key_value": [{"key": k, "value": v} for k, v in pairs.items()]},
        "bytes": base64.b64encode(row["bytes"]).decode(),
    }


with open("rows.jsonl", "w") as out:
    for row in ROWS:
        print(json.dumps(expected(row), ensure_ascii=False, separators=(",", ":")), file=out)

table = pa.Table.from_pylist([{**row, "map": row["map"] and list(row["map"].items()) if row["map"] is not None else None} for row in ROWS], SCHEMA)


def write(name, data=table, **how):
    pq.write_table(data, f"{name}.parquet", store_schema=False, **how)


write("plain", compression="none", use_dictionary=False)
write("snappy", row_group_size=4)
write("gzip", compression="gzip", data_page_version="2.0")
write("zstd", compression="zstd", data_page_size=16, write_batch_size=3)
write("lz4", compression="lz4", data_page_version="2.0", data_page_size=16, write_batch_size=2)
write("brotli", compression="brotli")
write("older-names", compression="none", use_compliant_nested_type=False, version="1.0")
write(
    "delta",
    compression="zstd",
    data_page_version="2.0",
    use_dictionary=False,
    column_encoding={
        "id": "DELTA_BYTE_ARRAY",
        "question": "DELTA_LENGTH_BYTE_ARRAY",
        "answer": "DELTA_BYTE_ARRAY",
        "number": "DELTA_BINARY_PACKED",
        "small": "BYTE_STREAM_SPLIT",
        "score": "BYTE_STREAM_SPLIT",
        "flag": "RLE",
    },
)
many = pa.table({
    "text": [f"text {i % 700} of {i}" for i in range(5000)],
    "number": [i * i * (1 if i % 2 else -1) for i in range(5000)],
    "few": [f"kind {i // 100 % 7}" for i in range(5000)],
})
write(
    "many",
    many,
    compression="zstd",
    use_dictionary=["few"],
    column_encoding={"text": "DELTA_BYTE_ARRAY", "number": "DELTA_BINARY_PACKED"},
    row_group_size=3000,
)
