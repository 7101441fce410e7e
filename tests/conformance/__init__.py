"""Laws that every part of one kind keeps."""
