"""A form with one file (multipart/form-data). https://www.rfc-editor.org/rfc/rfc7578."""

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from hub.errors import BadRequestError, TooLargeError
from hub.web.page import Form

_MOST_FIELDS = 20
_ROOM_FOR_FIELDS = 10_000


async def read_upload(request: Request, *, limit: int) -> tuple[Form, bytes, str]:
    """The fields, the file's bytes and its name. Raises BadRequestError and TooLargeError."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "multipart/form-data":
        raise BadRequestError("This page takes a form with a file (multipart/form-data). 本页需要上传文件。")
    size = request.headers.get("content-length", "")
    if not size.isdecimal():
        raise BadRequestError("The form has no Content-Length. 请求缺少长度。")
    if int(size) > limit + _ROOM_FOR_FIELDS:
        raise TooLargeError(f"The file is larger than {limit} bytes; send it in parts. 文件过大，请拆分后上传。")
    try:
        async with request.form(max_files=1, max_fields=_MOST_FIELDS) as sent:
            fields = [(name, value) for name, value in sent.multi_items() if isinstance(value, str)]
            file = sent.get("file")
            if not isinstance(file, UploadFile):
                raise BadRequestError("请选择要上传的文件。 Choose the file to upload.")
            return Form(fields), await file.read(), file.filename or ""
    except HTTPException as err:
        raise BadRequestError("The form cannot be read; open the page again. 表单无法识别，请重新打开页面。") from err
