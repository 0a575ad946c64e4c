"""The drawing office: the officials' pictures as numbers on a sheet, one file a picture."""
