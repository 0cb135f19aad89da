"""The screens of the school's secretariat: the desk."""
