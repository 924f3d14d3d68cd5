"""How Django finds the signed-in account again. Passwords are checked by `actions.sign_in` alone."""

from kejing.foundation.identity.models import User


class PasswordBackend:
    """Loads the account of a session; an account that was switched off is signed out at the next click."""

    def authenticate(self, _request: object, **_credentials: object) -> None:
        return None

    def get_user(self, user_id: int) -> User | None:
        return User.objects.filter(pk=user_id, is_active=True).first()
